namespace HepingReport.Web.Endpoints;

/// <summary>
/// On a copy for reading, what is written belongs to the primary: staff and residents' reports. A balancer sends it there by itself; whoever
/// comes here all the same is led on, and a form, which cannot be, is told where to go.
/// </summary>
public sealed class AtPrimary(RequestDelegate next, SiteOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (options.Primary is not { } primary || !(request.Path.StartsWithSegments(Links.Staff) || request.Path.StartsWithSegments(Links.Feedback)))
        {
            return next(context);
        }

        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = new Uri(primary, request.Path.ToUriComponent() + request.QueryString.ToUriComponent()).AbsoluteUri;
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }

        return Task.CompletedTask;
    }
}
