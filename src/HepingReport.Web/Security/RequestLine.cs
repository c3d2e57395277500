using Microsoft.AspNetCore.Diagnostics;

namespace HepingReport.Web.Security;

/// <summary>What a request may begin with: a method that the site has, and an address that is not too long.</summary>
public sealed class RequestLine(RequestDelegate next, LimitsOptions limits)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!IsKnown(request))
        {
            // A page asked for by a method it does not have would be run without its handler. No browser asks so: nobody would read the error page.
            context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD, POST";
            return Task.CompletedTask;
        }

        return request.QueryString.Value!.Length > limits.QueryLength
            ? Refusal.AnswerAsync(context, StatusCodes.Status414UriTooLong, "地址太长", $"地址里问号后面的部分最多 {limits.QueryLength} 个字节。")
            : next(context);
    }

    /// <summary>OPTIONS is how a browser asks whether another site's script may read.</summary>
    private static bool IsKnown(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsPost(request.Method)
        || (HttpMethods.IsOptions(request.Method) && Refusal.IsToPrograms(request.Path));
}
