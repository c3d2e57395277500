using System.Security.Authentication;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HepingReport.Web.Security;

/// <summary>What the server takes before a page is asked: connections, the head and the body of a request, and how slowly either may come.</summary>
public static class ServerLimits
{
    /// <summary>The request line has the path and the method besides the query.</summary>
    private const int PathBytes = 4096;
    private const int FrameBytes = 16 * 1024;

    public static void AddServerLimits(this WebApplicationBuilder builder, LimitsOptions limits)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureHttpsDefaults(https => https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13);
            Apply(limits, kestrel.Limits);
        });

        // Else what is sent goes through a queue for each processor: a detour on every answer.
        builder.WebHost.UseSockets(sockets => sockets.IOQueueCount = 0);
        builder.Services.AddRequestTimeouts();
    }

    /// <summary>For what is worked out; files may take as long as a slow network needs, and what people send is finished.</summary>
    public static TBuilder WithTimeout<TBuilder>(this TBuilder endpoints, LimitsOptions limits)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.WithRequestTimeout(new RequestTimeoutPolicy
        {
            Timeout = limits.Rendering,
            TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
            WriteTimeoutResponse = context => Refusal.AnswerAsync(context, StatusCodes.Status504GatewayTimeout, "没有来得及", "网站现在很忙，没有来得及做好。请过一会儿再试。"),
        });
        return endpoints;
    }

    private static void Apply(LimitsOptions limits, KestrelServerLimits server)
    {
        server.MaxConcurrentConnections = limits.Connections;
        server.MaxConcurrentUpgradedConnections = 0;
        server.MaxRequestBodySize = limits.BodyBytes;
        server.MaxRequestLineSize = limits.QueryLength + PathBytes;
        server.MaxRequestHeadersTotalSize = limits.HeaderBytes;
        server.MaxRequestHeaderCount = limits.HeaderLines;
        server.RequestHeadersTimeout = limits.HeadersWithin;
        server.KeepAliveTimeout = limits.KeepAlive;
        var slowest = limits.LeastBytesPerSecond == 0 ? null : new MinDataRate(limits.LeastBytesPerSecond, LimitsOptions.Grace);
        (server.MinRequestBodyDataRate, server.MinResponseDataRate) = (slowest, slowest);
        server.Http2.MaxStreamsPerConnection = limits.Streams;
        server.Http2.MaxFrameSize = FrameBytes;
        server.Http2.MaxRequestHeaderFieldSize = limits.HeaderBytes;
        (server.Http2.InitialConnectionWindowSize, server.Http2.InitialStreamWindowSize) = (limits.WindowBytes, Math.Max(ushort.MaxValue, limits.WindowBytes / 2));
    }
}
