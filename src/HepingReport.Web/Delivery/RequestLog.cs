using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using HepingReport.Web.Operations;
using Serilog;
using Serilog.Events;
using Serilog.Formatting;

namespace HepingReport.Web.Delivery;

/// <summary>
/// One line for each request in <c>logs/requests-….log</c>, as JSON. It tells what was asked and how it was answered, never by whom: no address,
/// no query, no cookie, no name of a program, and below /staff and /feedback, where paths hold receipts and links, only their pattern.
/// Lines are written behind the requests; where the disk is slower than the readers, some are left out and counted.
/// </summary>
public sealed class RequestLog(SiteOptions options, TimeProvider time, ILogger<RequestLog> log) : SteadyService(time, log)
{
    private const int LongestPath = 200;
    private const int MostWaiting = 16_384;
    private const int LargestBatch = 32_768;
    private const int MostFiles = 14;
    private const long LargestFile = 64L << 20;

    private static readonly PathString Staff = Links.Staff;
    private static readonly PathString Feedback = Links.Feedback;

    /// <summary>Lines are gathered for so long: under load, each by itself would wake the writer once a request.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    /// <summary>Without a lock between the readers and the writer.</summary>
    private readonly ConcurrentQueue<Line> lines = new();
    private readonly AutoResetEvent woken = new(false);
    private bool isResting;
    private long leftOut;

    public override void Dispose()
    {
        base.Dispose();
        woken.Dispose();
    }

    /// <param name="startedAt">By <see cref="Stopwatch"/>.</param>
    public void Add(HttpContext context, long startedAt)
    {
        if (lines.Count >= MostWaiting)
        {
            Interlocked.Increment(ref leftOut);
            return;
        }

        lines.Enqueue(new Line(startedAt, Stopwatch.GetTimestamp(), context.Request.Method, PathOf(context), context.Response.StatusCode, context.Response.ContentLength));
        if (Volatile.Read(ref isResting) && Interlocked.Exchange(ref isResting, false))
        {
            woken.Set();
        }
    }

    /// <summary>On a thread of its own: one of the pool that wakes twenty times a second unsettles the pool, at twice the cost of the line to each request.</summary>
    protected override Task WorkAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => Write(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Write(CancellationToken stoppingToken)
    {
        using var file = new LoggerConfiguration()
            .WriteTo.File(new BatchFormatter(), Path.Combine(options.DataPath, "logs", "requests-.log"), fileSizeLimitBytes: LargestFile,
                rollingInterval: RollingInterval.Day, rollOnFileSizeLimit: true, retainedFileCountLimit: MostFiles)
            .CreateLogger();

        // One event for all that has come meanwhile: the file's rotation is Serilog's, and a line costs no objects.
        var text = new StringBuilder();
        LogEvent batch = new(Time.GetUtcNow(), LogEventLevel.Information, null, MessageTemplate.Empty, [new LogEventProperty(BatchFormatter.Lines, new ScalarValue(text))]);
        while (!stoppingToken.IsCancellationRequested)
        {
            // Asked to stop, it still writes what was answered until then.
            Rest(stoppingToken);
            stoppingToken.WaitHandle.WaitOne(Gathering);
            while (!lines.IsEmpty)
            {
                text.Clear();
                var (now, clock) = (Time.GetUtcNow().UtcDateTime, Stopwatch.GetTimestamp());
                while (text.Length < LargestBatch && lines.TryDequeue(out var line))
                {
                    line.AppendTo(text, now - Stopwatch.GetElapsedTime(line.EndedAt, clock));
                }

                file.Write(batch);
            }

            if (Interlocked.Exchange(ref leftOut, 0) is > 0 and var count)
            {
                Log.LogWarning("{Count} requests are not in the request log: they came faster than lines could be written", count);
            }
        }
    }

    /// <summary>Until there is a line.</summary>
    private void Rest(CancellationToken stoppingToken)
    {
        Interlocked.Exchange(ref isResting, true);

        // One that came just before woke nobody.
        if (lines.IsEmpty || !Interlocked.Exchange(ref isResting, false))
        {
            WaitHandle.WaitAny([woken, stoppingToken.WaitHandle]);

            // Who is late when the site stops finds nobody to wake.
            Volatile.Write(ref isResting, false);
        }
    }

    private static string PathOf(HttpContext context)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments(Staff) || path.StartsWithSegments(Feedback))
        {
            return (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } pattern ? "/" + pattern.TrimStart('/') : "/…";
        }

        return path.Value is { Length: > LongestPath } value ? value[..LongestPath] : path.Value ?? "";
    }

    private readonly record struct Line(long StartedAt, long EndedAt, string Method, string Path, int Status, long? Bytes)
    {
        /// <summary>As in 2026-03-01T08:00:00.1234567Z.</summary>
        private const int LengthOfTime = 28;

        public void AppendTo(StringBuilder text, DateTime at)
        {
            Span<char> time = stackalloc char[LengthOfTime];
            at.TryFormat(time, out _, "O", CultureInfo.InvariantCulture);
            text.Append("{\"at\":\"").Append(time)
                .Append("\",\"method\":\"").Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Method))
                .Append("\",\"path\":\"").Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(Path))
                .Append("\",\"status\":").Append(Status).Append(",\"bytes\":");
            if (Bytes is { } bytes)
            {
                text.Append(bytes);
            }
            else
            {
                text.Append("null");
            }

            // By whole numbers: to write a fraction takes as long as all the rest of the line.
            var (milliseconds, microseconds) = Math.DivRem((long)Stopwatch.GetElapsedTime(StartedAt, EndedAt).TotalMicroseconds, 1000);
            text.Append(",\"ms\":").Append(milliseconds).Append('.').Append((char)('0' + (microseconds / 100))).Append((char)('0' + (microseconds / 10 % 10))).Append((char)('0' + (microseconds % 10))).Append("}\n");
        }
    }

    /// <summary>Writes lines that are ready.</summary>
    private sealed class BatchFormatter : ITextFormatter
    {
        public const string Lines = "lines";

        public void Format(LogEvent logEvent, TextWriter output) => output.Write((StringBuilder)((ScalarValue)logEvent.Properties[Lines]).Value!);
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
