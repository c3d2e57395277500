using System.Globalization;
using HepingReport.Editing;
using HepingReport.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace HepingReport.Publisher;

/// <summary>
/// Publishes sets of files, one after another, until somebody kills it: <c>CONTENT DATA FIRST COUNT FILE…</c>. In every file of a set the summary says the
/// same number. Says each number before and after it is published, or why it was not.
/// </summary>
internal static class Program
{
    private static readonly StaffMember Somebody = new("王编辑", StaffMember.Publisher);

    private static async Task<int> Main(string[] args)
    {
        var (content, data, first, count, files) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture), args[4..]);
        using var store = new PortalStore(data, TimeProvider.System, NullLogger<PortalStore>.Instance);
        await store.OpenAsync(default);
        var publication = new Publication(content, data, store, TimeProvider.System, NullLogger<Publication>.Instance);
        var desk = new DraftDesk(store, publication, TimeProvider.System, mayApproveOwn: true);
        await publication.RecoverAsync(default);
        for (var number = first; number < first + count; number++)
        {
            var drafts = new List<DraftVersion>();
            foreach (var file in files)
            {
                // What a killed process left is not gone on with.
                var left = (await desk.OpenAsync(file, Somebody, default)).Draft!;
                await desk.DiscardAsync(left.Id, Somebody, default);
                var draft = (await desk.OpenAsync(file, Somebody, default)).Draft!;
                var lines = draft.Text.Split('\n').Where(line => !line.StartsWith("summary:", StringComparison.Ordinal)).ToList();
                lines.Insert(1, string.Create(CultureInfo.InvariantCulture, $"summary: 第{number}次"));
                draft = (await desk.SaveAsync(draft.Id, Somebody, string.Join('\n', lines), draft.Version, default)).Draft!;
                draft = (await desk.SubmitAsync(draft.Id, Somebody, $"第{number}次", draft.Version, default)).Draft!;
                drafts.Add(DraftVersion.Of((await desk.ApproveAsync(draft.Id, Somebody, draft.Version, default)).Draft!));
            }

            // Whoever wants to kill it while it publishes is told when that begins.
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"about {number}"));
            var result = await publication.PublishAsync(drafts, Somebody, default);
            Console.WriteLine(result.Problem is { } problem ? problem.Code : number.ToString(CultureInfo.InvariantCulture));
        }

        return 0;
    }
}
