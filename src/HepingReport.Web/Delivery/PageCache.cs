using System.Collections.Concurrent;
using System.Collections.Frozen;
using HepingReport.Changes;
using HepingReport.Content;
using HepingReport.Web.Content;
using HepingReport.Web.Reading;
using Microsoft.Extensions.Caching.Memory;

namespace HepingReport.Web.Delivery;

/// <summary>
/// The public pages of one snapshot, each rendered once for each choice of reading settings. The keys are the addresses of the content and
/// settings of the table, never what a query says; of the bytes, those longest unused go when <c>Delivery:CacheMegabytes</c> are full.
/// </summary>
public sealed class PageCache(SiteOptions options, CurrentContent current, PageRenderer renderer, RecordingKeeper recordings, FileKeeper files, RevisionLog revisions) : IDisposable
{
    /// <summary>Of a reader who has no cookie: other bytes than those of one who chose the defaults, who is told no more of 关怀版.</summary>
    public const string FirstVisit = "";

    /// <summary>Longer than any address with any settings; who sends more has a cookie that is not ours.</summary>
    private const int LongestKey = 512;

    /// <summary>Pages whose answer is for one reader, or of this moment.</summary>
    private static readonly FrozenSet<string> Uncached = FrozenSet.Create(Links.Search, Links.Feedback, Links.FeedbackStatus, Links.ReadingSettings);

    private volatile Edition edition = new(current.Snapshot, options.Delivery.CacheBytes, null);

    public void Dispose() => edition.Dispose();

    /// <summary>The cache of what readers have now. It changes with the snapshot itself, so that there is one swap.</summary>
    public Edition Now
    {
        get
        {
            var now = edition;
            return now.Content == current.Snapshot ? now : Follow(current.Snapshot);
        }
    }

    /// <summary>The page where it is kept and still true.</summary>
    public CachedPage? Find(Edition now, string path, string settings)
    {
        Span<char> key = stackalloc char[LongestKey];
        return key.TryWrite($"{path}\n{settings}", out var length) && now.Pages.TryGetValue(key[..length], out CachedPage? page) && page!.Stamp.Equals(StampOf(path)) ? page : null;
    }

    /// <summary>The page, rendered if need be, once for all who wait for it; null where it cannot be had as a page.</summary>
    public Task<CachedPage?> RenderAsync(Edition now, string path, ReadingVisit visit)
    {
        var key = Key(path, visit.IsFirst ? FirstVisit : visit.Preferences.ToCookie());
        return now.InTheMaking.GetOrAdd(key, static (key, asked) => new Lazy<Task<CachedPage?>>(() => asked.Cache.MakeAsync(asked.Edition, key, asked.Path, asked.Visit)), (Cache: this, Edition: now, Path: path, Visit: visit)).Value;
    }

    /// <summary>Makes ready, before the swap, the edition that will be shown with the next snapshot.</summary>
    public Edition Prepare(ContentSnapshot next)
    {
        var earlier = Now;
        return earlier.Next = new Edition(next, options.Delivery.CacheBytes, earlier);
    }

    /// <summary>Until no page of now or of next is in the making: what pages are made of must not be taken from under them.</summary>
    public async Task SettledAsync()
    {
        var now = edition;
        var inTheMaking = now.InTheMaking.Values.Concat(now.Next?.InTheMaking.Values ?? []);
        await ((Task)Task.WhenAll(inTheMaking.Select(making => making.Value))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static string Key(string path, string settings) => $"{path}\n{settings}";

    private Edition Follow(ContentSnapshot content)
    {
        var now = edition;
        if (now.Content == content)
        {
            return now;
        }

        var next = now.Next is { } prepared && prepared.Content == content ? prepared : new Edition(content, options.Delivery.CacheBytes, now);
        now.Earlier = null;
        now.IsOver = true;
        return Interlocked.CompareExchange(ref edition, next, now) == now ? next : Follow(content);
    }

    private async Task<CachedPage?> MakeAsync(Edition now, string key, string path, ReadingVisit visit)
    {
        try
        {
            // Asked before rendering: what changes meanwhile makes the page one of yesterday.
            var stamp = StampOf(path);
            if (await renderer.RenderAsync(path, visit, now.Content) is not { } html)
            {
                return null;
            }

            now.CountRendering();
            var earlier = now.Pages.Get<CachedPage>(key) ?? now.Earlier?.Pages.Get<CachedPage>(key);
            var page = CachedPage.Of(html.Span, stamp, visit.Preferences.IsCare, earlier);
            now.Pages.Set(key, page, new MemoryCacheEntryOptions { Size = page.Size });
            return page;
        }
        finally
        {
            now.InTheMaking.TryRemove(key, out _);
        }
    }

    private object StampOf(string path) =>
        path == Links.Downloads ? files.Version
        : path == Links.Changes ? revisions.Revisions
        : recordings.Version;

    /// <summary>The pages of one snapshot.</summary>
    public sealed class Edition(ContentSnapshot content, long limit, Edition? earlier) : IDisposable
    {
        private readonly FrozenSet<string> addresses = AddressesOf(content).ToFrozenSet();
        private int renderings;

        public ContentSnapshot Content { get; } = content;

        /// <summary>Those most asked for first.</summary>
        public IEnumerable<string> Addresses => AddressesOf(Content);

        internal MemoryCache Pages { get; } = new(new MemoryCacheOptions { SizeLimit = limit });

        internal ConcurrentDictionary<string, Lazy<Task<CachedPage?>>> InTheMaking { get; } = new();

        /// <summary>For taking over compressed bytes, until all pages are warm.</summary>
        internal Edition? Earlier { get; set; } = earlier;

        internal Edition? Next { get; set; }

        /// <summary>Another has taken its place.</summary>
        internal bool IsOver { get; set; }

        /// <summary>Another takes its place or is being made ready to: that one has the processors for itself, and nothing more is worth making ahead for this one.</summary>
        internal bool IsPassing => IsOver || Next is not null;

        /// <summary>How many pages were rendered for it.</summary>
        internal int Renderings => renderings;

        internal void CountRendering() => Interlocked.Increment(ref renderings);

        public bool Has(string path) => addresses.Contains(path);

        public void Dispose() => Pages.Dispose();

        private static IEnumerable<string> AddressesOf(ContentSnapshot content) =>
            content.PageAddresses.Concat(Links.SharePages(content.Report)).Where(path => !Uncached.Contains(path));
    }
}
