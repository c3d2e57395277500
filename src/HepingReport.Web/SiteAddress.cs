using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace HepingReport.Web;

/// <summary>The public address of the site: configuration, else where the server listens. The Host header is never trusted with it.</summary>
public sealed class SiteAddress(SiteOptions options, IServer server)
{
    public Uri Root
    {
        get
        {
            if (options.Url is { } configured)
            {
                return configured;
            }

            var listening = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
            return new Uri(listening.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal));
        }
    }

    /// <summary>A path that begins with two slashes stays one of this site; joined as a reference it would name another host.</summary>
    public string Absolute(string path) => new Uri(Root.GetLeftPart(UriPartial.Authority) + path).AbsoluteUri;
}
