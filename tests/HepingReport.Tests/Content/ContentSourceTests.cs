using System.Collections;
using HepingReport.Content;

namespace HepingReport.Tests;

/// <summary>The hash is the version of everything that follows from the files, and a snapshot never changes.</summary>
public sealed class ContentSourceTests
{
    public static TheoryData<string> Files => [.. TestContent.Small.Files.Select(file => file.Path)];

    [Fact]
    public async Task The_same_files_have_the_same_hash()
    {
        using var copy = TestFolder.CopyOf(TestContent.SmallFolder);

        var source = await ContentSource.ReadAsync(copy.Path, CancellationToken.None);

        Assert.Equal(TestContent.Small.Hash, source.Hash);
        Assert.Matches("^[0-9a-f]{64}$", source.Hash);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Any_byte_changed_gives_another_hash(string path)
    {
        var bytes = TestContent.Small.Find(path)!.Bytes.ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            Assert.NotEqual(TestContent.Small.Hash, TestContent.Small.With(path, [.. bytes]).Hash);
            bytes[i] ^= 1;
        }

        Assert.Equal(TestContent.Small.Hash, TestContent.Small.With(path, bytes).Hash);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_taken_away_renamed_or_added_gives_another_hash(string path)
    {
        var less = TestContent.Small.Without(path);
        var renamed = less.With(path + ".txt", TestContent.Small.TextOf(path));
        var more = TestContent.Small.With(path + ".txt", "");

        Assert.Equal(4, new[] { TestContent.Small.Hash, less.Hash, renamed.Hash, more.Hash }.Distinct().Count());
    }

    [Fact]
    public void Text_moved_from_one_file_to_the_next_gives_another_hash()
    {
        var one = ContentSource.Of([new("a.md", "12"), new("b.md", "3")]);
        var other = ContentSource.Of([new("a.md", "1"), new("b.md", "23")]);

        Assert.NotEqual(one.Hash, other.Hash);
    }

    [Fact]
    public void A_snapshot_carries_the_hash_of_its_files() => Assert.Equal(TestContent.Small.Hash, TestContent.SmallSnapshot.Hash);

    [Fact]
    public void A_draft_laid_over_the_content_leaves_the_content_as_it_was()
    {
        var before = TestContent.Small.Hash;

        var draft = TestContent.Small.With("doubts.yml", "# 没有存疑\n").Without("redirects.yml");

        Assert.NotEqual(before, draft.Hash);
        Assert.Equal(before, TestContent.Small.Hash);
        Assert.NotNull(TestContent.Small.Find("redirects.yml"));
        Assert.Empty(ContentLoader.Load(TestContent.Small).Problems);
    }

    [Fact]
    public void Nothing_in_a_snapshot_can_be_set_once_it_is_loaded()
    {
        var seen = new HashSet<Type>();
        Visit(typeof(ContentSnapshot));

        Assert.Contains(typeof(Note), seen);
        Assert.Contains(typeof(AmendmentNotice), seen);

        void Visit(Type type)
        {
            if (type.IsGenericType)
            {
                Assert.False(type.GetGenericTypeDefinition() == typeof(List<>) || type.IsAssignableTo(typeof(IList)), $"{type} could be changed.");
                Array.ForEach(type.GetGenericArguments(), Visit);
            }

            if (type.Namespace?.StartsWith("HepingReport", StringComparison.Ordinal) != true || !seen.Add(type))
            {
                return;
            }

            foreach (var property in type.GetProperties())
            {
                var canBeSet = property.SetMethod is { IsPublic: true } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));
                Assert.False(canBeSet, $"{type.Name}.{property.Name} can be set.");
                Visit(property.PropertyType);
            }
        }
    }
}
