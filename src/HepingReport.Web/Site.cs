using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using HepingReport.Changes;
using HepingReport.Content;
using HepingReport.Editing;
using HepingReport.Feedback;
using HepingReport.Staff;
using HepingReport.Storage;
using HepingReport.Web.Content;
using HepingReport.Web.Delivery;
using HepingReport.Web.Endpoints;
using HepingReport.Web.Operations;
using HepingReport.Web.Pages;
using HepingReport.Web.Preview;
using HepingReport.Web.Reading;
using HepingReport.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.ResponseCompression;
using Serilog;
using Serilog.Events;

namespace HepingReport.Web;

/// <summary>The whole site in one composition, the same for the program, the tests and the benchmarks.</summary>
public static class Site
{
    internal const string DefaultAddress = "http://localhost:5080";

    /// <param name="content">Asked for when the site starts, so that it can be loaded while the site is put together.</param>
    public static void AddSite(this WebApplicationBuilder builder, SiteOptions options, Func<ContentSnapshot> content)
    {
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        builder.WebHost.UseStaticWebAssets();
        builder.AddServerLimits(options.Limits);
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateOnBuild = provider.ValidateScopes = true);
        builder.Services.AddSerilog((_, log) => log
            .ReadFrom.Configuration(builder.Configuration)

            // Whatever is set to be logged: its lines hold whole addresses, and with them links for a first sign-in and sealed receipts. And listening to it,
            // the framework makes an activity and a scope for each request, which nothing here reads.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)
            .WriteTo.Console(formatProvider: CultureInfo.InvariantCulture)
            .WriteTo.File(Path.Combine(options.DataPath, "logs", "site-.log"), rollingInterval: RollingInterval.Day, retainedFileCountLimit: 14, formatProvider: CultureInfo.InvariantCulture));

        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(options.Limits);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_ => new CurrentContent(content()));
        builder.Services.AddSingleton<SiteAddress>();
        builder.Services.AddSingleton(services => new RevisionLog(options.DataPath, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<RevisionLog>>()));
        builder.Services.AddHostedService<RevisionKeeper>();

        // Named before the watcher, and so stopped after it: it waits for the pages that the watcher still had made.
        builder.Services.AddHostedService(services => services.GetRequiredService<PageWarmer>());
        builder.Services.AddSingleton<ContentWatcher>();
        if (!options.IsExport)
        {
            builder.Services.AddHostedService(services => services.GetRequiredService<ContentWatcher>());
            builder.Services.AddHostedService<StoreKeeper>();
        }

        builder.Services.AddSingleton(services => new ReportStore(options.DataPath, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<ReportStore>>()));
        builder.Services.AddSingleton<RecordingKeeper>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RecordingKeeper>());
        builder.AddOperations(options.Operations);
        builder.AddFeedback(options);
        builder.AddStaff(options);
        builder.AddEditing(options);
        builder.Services.AddSingleton<FileKeeper>();
        builder.Services.AddHostedService(services => services.GetRequiredService<FileKeeper>());

        builder.Services.AddSingleton<RequestLog>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RequestLog>());
        builder.Services.AddSingleton<PageRenderer>();
        builder.Services.AddSingleton<PageCache>();
        builder.Services.AddSingleton<FirstPages>();
        builder.Services.AddSingleton<PageWarmer>();
        builder.Services.AddHostedService<SpareMemory>();

        builder.Services.AddScoped<VisitedContent>();
        builder.Services.AddScoped(services => services.GetRequiredService<VisitedContent>().Snapshot);

        // Chinese goes out as it is; the default would write each character as a number.
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(options.DataPath, "keys")));
        builder.Services.AddRazorPages(pages =>
        {
            StaffAuthentication.Authorize(pages.Conventions);
            pages.Conventions.ConfigureFilter(new KnownMethods());
        }).AddMvcOptions(mvc =>
        {
            // These read names such as a[b]=c, which no form here has, and throw at a[b=c.
            mvc.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
            mvc.ValueProviderFactories.RemoveType<JQueryQueryStringValueProviderFactory>();
        });
        builder.Services.AddReportApi();
        builder.Services.AddRateLimits(options.Limits);
        builder.Services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml"];
            compression.Providers.Add<Brotli>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
    }

    /// <summary>Being watched, and being stopped.</summary>
    private static void AddOperations(this WebApplicationBuilder builder, OperationsOptions options)
    {
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<SiteState>();
        builder.Services.AddHostedService<SiteMetrics>();
        SiteMetrics.AddExport(builder.Services, options);
        builder.Services.AddHostedService<Draining>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain + Draining.LongestRequest);
    }

    /// <summary>我要纠错 and the store under it.</summary>
    private static void AddFeedback(this WebApplicationBuilder builder, SiteOptions options)
    {
        builder.Services.AddSingleton(options.Feedback);
        builder.Services.AddSingleton(services => new PortalStore(options.DataPath, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<PortalStore>>()));
        if (!options.IsReadOnly)
        {
            builder.Services.AddHostedService<PortalKeeper>();
            builder.Services.AddHostedService<ContactKeeper>();
        }

        builder.Services.AddSingleton(RandomNumberGenerator.Create());
        builder.Services.AddSingleton(services => new FeedbackDesk(services.GetRequiredService<PortalStore>(), services.GetRequiredService<RandomNumberGenerator>(), services.GetRequiredService<TimeProvider>(), options.Feedback.WithdrawFor, options.Feedback.KeepContact));
        builder.Services.AddSingleton<FeedbackLimit>();
        builder.Services.AddSingleton<FormSeal>();
        builder.Services.AddAntiforgery(antiforgery =>
        {
            antiforgery.FormFieldName = FormPage.TokenField;
            antiforgery.Cookie = new FormCookie { Name = FormPage.CookieName, HttpOnly = true, IsEssential = true };

            // With Strict, coming from elsewhere would renew the cookie, and a form open beside it would no longer be taken.
            antiforgery.Cookie.SameSite = SameSiteMode.Lax;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });

        // Whom a request comes from and whether it was HTTPS is asked of the proxy, and only of one on this machine or named in the configuration.
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var proxy in options.Proxies)
            {
                forwarded.KnownIPNetworks.Add(proxy);
            }

            // Through all of them, one behind the other, to the first that is none.
            forwarded.ForwardLimit = null;
        });
    }

    /// <summary>Signing in, and what is for the staff only.</summary>
    private static void AddStaff(this WebApplicationBuilder builder, SiteOptions options)
    {
        builder.Services.AddSingleton(options.Staff);
        builder.Services.AddSingleton<StaffDesk>();
        builder.Services.AddSingleton<SignInDesk>();
        builder.Services.AddSingleton<SignInLimit>();
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, StaffAuthentication>(StaffAuthentication.SchemeName, null);
        builder.Services.AddAuthorization(StaffAuthentication.AddPolicies);
    }

    /// <summary>From drafts to content files, and their history.</summary>
    private static void AddEditing(this WebApplicationBuilder builder, SiteOptions options)
    {
        builder.Services.AddSingleton(services => new Publication(options.ContentPath, options.DataPath, services.GetRequiredService<PortalStore>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Publication>>()));
        builder.Services.AddSingleton(services => new DraftDesk(services.GetRequiredService<PortalStore>(), services.GetRequiredService<Publication>(), services.GetRequiredService<TimeProvider>(), options.MayApproveOwn));
        builder.Services.AddSingleton<DraftPreviews>();
        builder.Services.AddSingleton<RevisionHistory>();
    }

    public static void UseSite(this WebApplication app)
    {
        // Asked first: most requests have none, and the framework looks for them three times.
        app.UseWhen(IsForwarded, forwarded => forwarded.UseForwardedHeaders());
        var delivery = app.Services.GetRequiredService<SiteOptions>().Delivery;
        if (delivery.LogsRequests)
        {
            app.UseMiddleware<RequestLogging>();
        }

        app.UseMiddleware<PublicAddress>();
        if (delivery.IsCached)
        {
            app.UseMiddleware<PageDelivery>();
        }

        app.UseMiddleware<SecurityHeaders>();
        app.UseResponseCompression();
        app.UseMiddleware<FormCharset>();
        app.UseMiddleware<CanonicalAddress>();
        app.UseExceptionHandler("/errors/500");
        app.UseMiddleware<ReadingMiddleware>();
        app.UseStatusCodePagesWithReExecute("/errors/{0}");
        app.UseMiddleware<RequestLine>();
        app.UseMiddleware<AtPrimary>();
        app.UseMiddleware<DraftPreviewMiddleware>();
        app.UseRouting();
        app.UseCors();
        app.UseRateLimiter();
        app.UseRequestTimeouts();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapStaticAssets();
        app.MapRazorPages().WithStaticAssets().WithTimeout(app.Services.GetRequiredService<LimitsOptions>());
        app.MapSiteFiles();
        app.MapSecurityTxt();
        app.MapFeed();
        app.MapApi();
        app.MapData();
        app.MapRecordings();
        app.MapDownloads();
        app.MapHealth();
        app.MapPrintStyles();

        // What is not there below /staff is nobody's business who is not signed in.
        app.Map(Links.Staff + "/{**path}", () => Results.NotFound()).RequireAuthorization(StaffAuthentication.Editor).ExcludeFromDescription();
    }

    private static bool IsForwarded(HttpContext context) =>
        context.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XForwardedForHeaderName) || context.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XForwardedProtoHeaderName);

    /// <summary>The antiforgery cookie goes only to the part of the site whose form it belongs to.</summary>
    private sealed class FormCookie : CookieBuilder
    {
        public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
        {
            var options = base.Build(context, expiresFrom);
            options.Path = context.Request.Path.StartsWithSegments(Links.Staff) ? Links.Staff : Links.Feedback;
            return options;
        }
    }
}
