using System.Globalization;
using HepingReport.Content;
using HepingReport.Web.Security;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HepingReport.Web.Pages;

/// <summary>What a reader sees when something is not there or went wrong; reached by re-execution, for any method.</summary>
[IgnoreAntiforgeryToken]
public sealed class ErrorModel(ContentSnapshot content) : SitePage(content)
{
    public int Code { get; private set; }

    /// <summary>What was posted and could not be taken, to be sent again.</summary>
    public KeptForm? Kept => HttpContext.Features.Get<KeptForm>();

    /// <summary>Seconds to wait, where too much was asked for.</summary>
    public string Wait => Response.Headers.RetryAfter.ToString();

    /// <summary>Before any handler is looked for: a method for which there is none gets its error page too.</summary>
    [NonHandler]
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context) => context.Result = Show();

    private PageResult Show()
    {
        // Not bound to a parameter: that would read once more what was posted, and find nothing where it was too large.
        var code = int.Parse((string)RouteData.Values["code"]!, CultureInfo.InvariantCulture);

        // Asked for directly there is no error to show.
        var reexecuted = HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null || HttpContext.Features.Get<IExceptionHandlerFeature>() is not null;
        Code = reexecuted ? code : StatusCodes.Status404NotFound;
        Response.StatusCode = Code;
        Head = PageHead.Of(Code switch { _ when Kept is not null => "还没有保存", 403 => "不能打开这一页", 404 => "没有找到这个页面", 414 => "地址太长了", 429 => "请稍等一会儿再试", 504 => "这一页没有来得及做好", _ => "网站出了差错" }) with { Unlisted = true };
        return Page();
    }
}
