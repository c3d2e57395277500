using System.Diagnostics.Metrics;
using HepingReport.Backups;
using HepingReport.Storage;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace HepingReport.Web.Operations;

/// <summary>The measurements by which somebody is alarmed before readers notice. Of readers themselves nothing is measured.</summary>
public sealed class SiteMetrics(IMeterFactory meters, SiteState state, IServiceProvider services) : IHostedService
{
    public const string MeterName = "HepingReport";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("heping.content.stale", () => Flag(state.IsStale), description: "1 while the files have errors and readers get the last good content");
        meter.CreateObservableGauge("heping.content.problems", () => state.Problems, "{problem}", "What is wrong with the files");
        meter.CreateObservableGauge("heping.portal.available", () => Flag(state.Portal == PortalState.Open), description: "1 while portal.db can be used");
        meter.CreateObservableGauge("heping.backup.failed", () => Flag(state.Backup is { HasFailed: true }), description: "1 while the last backup that was tried is a failed one");
        meter.CreateObservableGauge("heping.backup.age", () => Known(state.Backup?.Age?.TotalSeconds), "s", "Since the last whole backup; missing while there is none");
        meter.CreateObservableGauge("heping.disk.free", () => Known(state.FreeDisk), "By", "What can still be written where the data lies");

        // Asked for now, not in the constructor: this is one of the hosted services itself.
        var work = services.GetServices<IHostedService>().OfType<SteadyService>().ToList();
        meter.CreateObservableCounter("heping.work.faults", () => work.Select(each => new Measurement<int>(each.Faults, KeyValuePair.Create("work", (object?)each.GetType().Name))), "{fault}", "Faults that nobody foresaw, in work beside the readers'; it begins again after each");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends them, and those of ASP.NET Core and the runtime, where an endpoint is set.</summary>
    public static void AddExport(IServiceCollection services, OperationsOptions options)
    {
        if (options.Metrics is not { } endpoint)
        {
            return;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("heping-report", serviceVersion: BackupManifest.ThisProgram))
            .WithMetrics(metrics => metrics
                .AddMeter(MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddOtlpExporter((exporter, reader) =>
                {
                    exporter.Endpoint = endpoint;
                    exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.MetricsInterval.TotalMilliseconds;
                }));
    }

    private static int Flag(bool isSo) => isSo ? 1 : 0;

    private static IEnumerable<Measurement<T>> Known<T>(T? value)
        where T : struct => value is { } known ? [new Measurement<T>(known)] : [];
}
