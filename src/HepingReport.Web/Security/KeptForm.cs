using HepingReport.Web.Pages;
using Microsoft.AspNetCore.Http.Features;

namespace HepingReport.Web.Security;

/// <summary>
/// What somebody posted below /staff whose session had ended meanwhile, or while accounts could not be read. The error page gives all of it back,
/// to be sent again: nothing typed is lost.
/// </summary>
/// <param name="Address">Where it was posted to, with the query.</param>
/// <param name="Fields">All that was posted, in its order.</param>
public sealed record KeptForm(string Address, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    /// <summary>Six times the largest content file, as a form sends it.</summary>
    private const int LargestBody = 1024 * 1024;

    /// <summary>Why it could not be taken, where that is neither the session nor the accounts.</summary>
    public string? Reason { get; init; }

    /// <summary>What a person wrote: words. What has no blank and no letter beyond ASCII is mostly the page's own; it is sent again all the same.</summary>
    public IEnumerable<string> Typed => Fields.Select(entry => entry.Value).Where(value => value.Trim().Any(c => c > '~' || char.IsWhiteSpace(c)));

    /// <summary>Reads the form into a feature, for any address, so that nobody learns which are there.</summary>
    /// <param name="status">That of a form that is kept.</param>
    /// <returns>The answer's status, 400 where the form is too large or broken off; null where there was nothing to keep.</returns>
    public static async Task<int?> KeepAsync(HttpContext context, int status)
    {
        var request = context.Request;
        if (request.ContentLength > LargestBody)
        {
            return Refuse(context);
        }

        if (!request.HasFormContentType)
        {
            return null;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LargestBody;
        }

        try
        {
            var form = await request.ReadFormAsync(context.RequestAborted);
            if (form.Keys.All(name => IsOwn(name) || IsPassword(name)))
            {
                return null;
            }

            context.Features.Set(Of(request, form));
            return status;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            return Refuse(context);
        }
    }

    public static KeptForm Of(HttpRequest request, IFormCollection form) => new(
        request.PathBase + request.Path + request.QueryString,
        [.. form.Where(field => !IsPassword(field.Key)).SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? "")))]);

    /// <summary>The error page must not try to read it again.</summary>
    private static int Refuse(HttpContext context)
    {
        context.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
        return StatusCodes.Status400BadRequest;
    }

    /// <summary>The page's, not the writer's.</summary>
    private static bool IsOwn(string name) => name is FormPage.TokenField or "step" or "username";

    /// <summary>Passwords are typed again.</summary>
    private static bool IsPassword(string name) => name.Contains("password", StringComparison.OrdinalIgnoreCase);
}
