using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HepingReport.BrowserTests;

/// <summary>One page that stands for all that are made by the same Razor page with the same status.</summary>
public sealed record PageKind(string Name, string Address)
{
    private const string Header = "X-Page";

    /// <summary>Chosen where several pages are of one kind; a kind that has none here is stood for by its first page.</summary>
    private static readonly string[] Preferred = ["/report/review-2017/economy", "/indicators/tax-share-2017", "/topics/housing", "/glossary/15", "/help", "/share/economy-reform", "/search?q=%E5%81%9C%E8%BD%A6"];

    public static async Task<IReadOnlyList<PageKind>> OfAsync(string root, IEnumerable<string> addresses)
    {
        using var client = new HttpClient();
        var kinds = new Dictionary<string, string>();
        foreach (var address in Preferred.Concat(addresses))
        {
            // With a query, which is not answered from memory, where a page no longer knows what made it.
            using var response = await client.GetAsync(root + address + (address.Contains('?', StringComparison.Ordinal) ? "&kind" : "?kind"));
            var status = response.IsSuccessStatusCode ? "" : $"-{(int)response.StatusCode}";
            kinds.TryAdd(response.Headers.GetValues(Header).Single().Split('/')[^1] + status, address);
        }

        return [.. kinds.Select(kind => new PageKind(kind.Key, kind.Value)).OrderBy(kind => kind.Name, StringComparer.Ordinal)];
    }

    public override string ToString() => Address;

    /// <summary>Names the Razor page in a header of its answer.</summary>
    public sealed class Naming : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                context.Response.OnStarting(() =>
                {
                    if (context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
                    {
                        context.Response.Headers[Header] = page.ViewEnginePath;
                    }

                    return Task.CompletedTask;
                });
                return rest(context);
            });
            next(app);
        };
    }
}
