using Microsoft.Net.Http.Headers;

namespace HepingReport.Web.Security;

/// <summary>Forms are UTF-8, as every page is. The framework would ask the client's charset of the runtime, which throws at UTF-7.</summary>
public sealed class FormCharset(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.Charset.HasValue && !type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return Task.CompletedTask;
        }

        return next(context);
    }
}
