using System.Globalization;
using System.Text.RegularExpressions;
using HepingReport.Content;
using HepingReport.Editing;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;
using static HepingReport.Tests.Editing.EditingFolder;

namespace HepingReport.Tests.Editing;

/// <summary>A process that publishes two files at a time, killed at random moments.</summary>
public sealed partial class KilledPublishingTests(ITestOutputHelper output)
{
    private const int Seed = 20180207;
    private static readonly string[] Set = [Road, Trees];

    [Fact]
    public Task After_a_kill_each_file_is_whole_and_after_the_next_look_the_set_and_its_revision_are_one() => KillAsync(6);

    [Fact]
    [Trait("Category", "Long")]
    public Task After_two_hundred_kills_nothing_is_half_and_nothing_that_was_told_is_lost() => KillAsync(200);

    private async Task KillAsync(int times)
    {
        await using var editing = await OpenAsync();
        var random = new Random(Seed);
        var (told, published, withJournal, halfSets, lost) = (0, 0, 0, 0, 0);
        for (var kill = 1; kill <= times; kill++)
        {
            using var process = PublisherProcess.Start(editing, told + 1);
            var said = new List<string>();
            var aim = string.Create(CultureInfo.InvariantCulture, $"about {told + 2}");
            var begun = new TaskCompletionSource();
            process.OutputDataReceived += (_, line) =>
            {
                if (line.Data is not null)
                {
                    said.Add(line.Data);
                }

                if (line.Data is null || line.Data == aim)
                {
                    begun.TrySetResult();
                }
            };
            process.BeginOutputReadLine();
            await begun.Task;

            // Three of four while a set is being published, the others anywhere.
            await Task.Delay(random.Next(kill % 4 == 0 ? 400 : 50));
            process.Kill();
            await process.WaitForExitAsync();

            // What is said is published; each line is a number, so no publishing was refused.
            Assert.True(said.Contains(aim), await process.StandardError.ReadToEndAsync());
            var numbers = said.Where(line => !line.StartsWith("about ", StringComparison.Ordinal)).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToList();
            published += numbers.Count;

            // Each file is whole before anybody has looked.
            var found = new List<int>();
            foreach (var file in Set)
            {
                found.Add(NumberIn(file, await editing.ReadAsync(file)));
            }

            withJournal += editing.Publication.IsUnfinished ? 1 : 0;
            halfSets += found[0] == found[1] ? 0 : 1;

            Assert.Null(await editing.NewPublication().RecoverAsync(default));
            await editing.AssertSettledAsync();
            var now = NumberIn(Road, await editing.ReadAsync(Road));
            Assert.Equal(now, NumberIn(Trees, await editing.ReadAsync(Trees)));
            lost += now >= numbers[^1] ? 0 : 1;
            Assert.NotNull(ContentLoader.Load(await ContentSource.ReadAsync(editing.ContentPath, default)).Snapshot);

            // One revision for each number that was public, and the last one is what lies in the folder.
            var notes = await editing.Store.ReadAsync(db => db.Revisions.Where(revision => revision.Kind == RevisionKind.Edit).OrderBy(revision => revision.Number).Select(revision => revision.Note).ToListAsync(), default);
            Assert.Equal($"第{now}次", notes[^1]);
            Assert.Equal(notes.Distinct(), notes);
            told = now;
        }

        Assert.Equal(0, lost);
        output.WriteLine($"RESULT publishing: killed {times} times at random moments among {published} published sets of two files; {withJournal} times in the middle of one, {halfSets} times with one file new and one old; files not whole 0, sets or revisions not whole after the next start 0, published sets lost {lost}");
    }

    /// <summary>The number of the set; the rest of the file has to be the published text, to the character.</summary>
    private static int NumberIn(string path, string text)
    {
        var summary = Summary().Match(text);
        Assert.True(summary.Success, $"{path} is not whole:\n{text}");
        Assert.Equal(TestContent.Small.TextOf(path), text.Remove(summary.Index, summary.Length));
        return int.Parse(summary.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("(?<=^---\n)summary: 第([0-9]+)次\n")]
    private static partial Regex Summary();
}
