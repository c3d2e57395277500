using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Threading.Channels;
using Serilog;
using Serilog.Events;
using Serilog.Formatting;

namespace HepingReport.Web.Delivery;

/// <summary>
/// One line for each request in <c>logs/requests-….log</c>, as JSON. It tells what was asked and how it was answered, never by whom: no address,
/// no query, no cookie, no name of a program, and below /staff and /feedback, where paths hold receipts and links, only their pattern.
/// Lines are written behind the requests; where the disk is slower than the readers, some are left out and counted.
/// </summary>
public sealed class RequestLog(SiteOptions options, TimeProvider time, ILogger<RequestLog> log) : BackgroundService
{
    private const int LongestPath = 200;
    private const int MostWaiting = 16_384;
    private const int MostFiles = 14;
    private const long LargestFile = 64L << 20;
    private static readonly TimeSpan FlushEvery = TimeSpan.FromSeconds(1);

    private readonly Channel<Line> lines = Channel.CreateBounded<Line>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private long leftOut;

    public void Add(HttpContext context, long startedAt)
    {
        var line = new Line(time.GetUtcNow(), context.Request.Method, PathOf(context), context.Response.StatusCode, context.Response.ContentLength, Stopwatch.GetElapsedTime(startedAt));
        if (!lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref leftOut);
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        // What was answered until now is still written.
        lines.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var file = new LoggerConfiguration()
            .WriteTo.File(new LineFormatter(), Path.Combine(options.DataPath, "logs", "requests-.log"), fileSizeLimitBytes: LargestFile, buffered: true, flushToDiskInterval: FlushEvery,
                rollingInterval: RollingInterval.Day, rollOnFileSizeLimit: true, retainedFileCountLimit: MostFiles)
            .CreateLogger();
        await foreach (var line in lines.Reader.ReadAllAsync(CancellationToken.None))
        {
            file.Write(line.ToEvent());
            if (lines.Reader.Count == 0 && Interlocked.Exchange(ref leftOut, 0) is > 0 and var count)
            {
                log.LogWarning("{Count} requests are not in the request log: they came faster than lines could be written", count);
            }
        }
    }

    private static string PathOf(HttpContext context)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments(Links.Staff) || path.StartsWithSegments(Links.Feedback))
        {
            return (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } pattern ? "/" + pattern.TrimStart('/') : "/…";
        }

        return path.Value is { Length: > LongestPath } value ? value[..LongestPath] : path.Value ?? "";
    }

    private readonly record struct Line(DateTimeOffset At, string Method, string Path, int Status, long? Bytes, TimeSpan Took)
    {
        public LogEvent ToEvent() => new(At, LogEventLevel.Information, null, MessageTemplate.Empty,
        [
            new("method", new ScalarValue(Method)), new("path", new ScalarValue(Path)), new("status", new ScalarValue(Status)),
            new("bytes", new ScalarValue(Bytes)), new("ms", new ScalarValue(Took.TotalMilliseconds)),
        ]);
    }

    /// <summary>The properties alone: the words around them are the same in each line.</summary>
    private sealed class LineFormatter : ITextFormatter
    {
        private static readonly JavaScriptEncoder Json = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

        public void Format(LogEvent logEvent, TextWriter output)
        {
            output.Write("{\"at\":\"");
            output.Write(logEvent.Timestamp.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            output.Write('"');
            foreach (var (name, value) in logEvent.Properties)
            {
                output.Write(",\"");
                output.Write(name);
                output.Write("\":");
                switch (((ScalarValue)value).Value)
                {
                    case string text:
                        output.Write('"');
                        Json.Encode(output, text);
                        output.Write('"');
                        break;
                    case double number:
                        output.Write(number.ToString("0.###", CultureInfo.InvariantCulture));
                        break;
                    case var number:
                        output.Write(number?.ToString() ?? "null");
                        break;
                }
            }

            output.Write("}\n");
        }
    }
}

/// <summary>Outermost, so that it sees each answer, from the cache or not.</summary>
public sealed class RequestLogging(RequestDelegate next, RequestLog log)
{
    public Task InvokeAsync(HttpContext context)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var answer = next(context);
        if (!answer.IsCompleted)
        {
            return AwaitedAsync(answer, context, startedAt);
        }

        log.Add(context, startedAt);
        return answer;
    }

    private async Task AwaitedAsync(Task answer, HttpContext context, long startedAt)
    {
        try
        {
            await answer;
        }
        finally
        {
            log.Add(context, startedAt);
        }
    }
}
