using HepingReport.Editing;
using HepingReport.Editing.Forms;

namespace HepingReport.Tests.Editing;

public sealed class FileFormTests
{
    public static TheoryData<string> EveryFile => [.. ContentCheck.EditablePaths(TestContent.Real)];

    [Theory]
    [MemberData(nameof(EveryFile))]
    public void Every_file_of_the_report_has_a_form_that_holds_all_of_it(string path)
    {
        var form = FileForm.Of(path, TextOf(path));
        Assert.Equal(path is "ids.txt" ? FormKind.None : form.Kind, form.Kind);
        if (path != "ids.txt")
        {
            Assert.True(form.IsReadable, path);
            Assert.All(form.Entries, entry => Assert.True(entry.IsWhole, $"{path} {entry.Key}"));
        }
    }

    [Theory]
    [MemberData(nameof(EveryFile))]
    public void A_form_sent_as_it_was_shown_changes_no_character(string path)
    {
        var text = TextOf(path);
        var form = FileForm.Of(path, text);
        Assert.All(form.Entries, entry => Assert.Equal(text, form.With(entry.Key, entry.Hash, Sent(entry))));
    }

    [Theory]
    [MemberData(nameof(EveryFile))]
    public void A_value_changed_and_changed_back_leaves_the_file_as_it_was(string path)
    {
        var text = TextOf(path);
        var form = FileForm.Of(path, text);
        foreach (var (at, entry) in form.Entries.Index())
        {
            foreach (var field in entry.AllFields.Where(field => field.Place is not null && field.Spec.Kind is not (FieldKind.Rows or FieldKind.Group or FieldKind.Choice)))
            {
                var changed = form.With(entry.Key, entry.Hash, Sent(entry).With(field.Name, field.Value + "改"));
                Assert.NotEqual(text, changed);
                var second = FileForm.Of(path, changed);
                Assert.Equal(field.Value + "改", second.Entries[at].Find(field.Name)!.Value);
                var back = second.With(second.Entries[at].Key, second.Entries[at].Hash, Sent(entry));

                // The one value that stands within quotation marks without need.
                Assert.Equal(text.Replace("'1201010001'", field.Name == "site-code" ? "1201010001" : "'1201010001'", StringComparison.Ordinal), back);
            }
        }
    }

    internal static FormValues Sent(FormEntry entry) => new(entry.AllFields.Where(field => field.Spec.Kind is not (FieldKind.Rows or FieldKind.Group)).Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static string TextOf(string path) => TestContent.Real.TextOf(path);
}
