namespace HepingReport.Tests;

public sealed class SpokenSentenceTests
{
    private static readonly string LongWords = new('路', 60);

    [Theory]
    [InlineData("甲。乙！丙？丁；戊", "甲。|乙！|丙？|丁；|戊")]
    [InlineData("甲。", "甲。")]
    [InlineData("甲", "甲")]
    [InlineData("", "")]
    [InlineData("说：“甲。”乙。", "说：“甲。”|乙。")] // what closes belongs to the sentence
    [InlineData("（甲。）乙。", "（甲。）|乙。")]
    [InlineData("“甲；乙”丙；丁", "“甲；乙”丙；|丁")] // a quotation that goes on is not cut
    [InlineData("“甲。乙。”丙", "“甲。乙。”|丙")]
    [InlineData("甲”。乙", "甲”。|乙")] // its opening mark is missing
    [InlineData("甲！？乙", "甲！？|乙")]
    public void A_text_is_cut_after_its_sentences(string text, string pieces) => Assert.Equal(pieces, Pieces(text));

    [Fact]
    public void A_long_sentence_is_cut_at_its_last_pause_within_the_length() =>
        Assert.Equal($"{LongWords}，{LongWords[..20]}：|{LongWords}。", Pieces($"{LongWords}，{LongWords[..20]}：{LongWords}。"));

    [Fact]
    public void An_enumeration_is_cut_only_where_there_is_no_better_pause()
    {
        Assert.Equal($"{LongWords}，|{LongWords[..20]}、{LongWords}。", Pieces($"{LongWords}，{LongWords[..20]}、{LongWords}。"));
        Assert.Equal($"{LongWords}、|{LongWords}。", Pieces($"{LongWords}、{LongWords}。"));
    }

    [Fact]
    public void A_long_quotation_is_cut_within_and_long_words_without_a_pause_stay_whole()
    {
        Assert.Equal($"“{LongWords}。|{LongWords}”甲。", Pieces($"“{LongWords}。{LongWords}”甲。"));
        Assert.Equal($"{LongWords}{LongWords}，|{LongWords}。", Pieces($"{LongWords}{LongWords}，{LongWords}。"));
        Assert.Equal($"{LongWords}{LongWords}", Pieces($"{LongWords}{LongWords}"));
    }

    [Fact]
    public void No_cut_goes_through_words_that_have_a_form_or_through_a_number()
    {
        var forms = new SpokenForms([new("甲。乙", "甲乙"), new("丙，丁", "丙丁")]);
        Assert.Equal("前甲乙后。|末", string.Join('|', SpokenSentence.Cut("前甲。乙后。末", "road-paving", forms).Select(sentence => sentence.Spoken)));
        Assert.Equal($"{LongWords}丙丁{LongWords}", Assert.Single(SpokenSentence.Cut($"{LongWords}丙，丁{LongWords}", "road-paving", forms)).Spoken);
        Assert.Equal($"{LongWords}1，5{LongWords}", Pieces($"{LongWords}1，5{LongWords}"));
    }

    /// <summary>With forms of words taken anywhere from the text, numbers and punctuation among them.</summary>
    [Fact]
    public void The_pieces_of_every_paragraph_of_the_report_are_the_paragraph()
    {
        var random = new Random(20180207);
        foreach (var paragraph in TestContent.RealSnapshot.Report.Paragraphs)
        {
            var text = paragraph.Text;
            for (var round = 0; round < 20; round++)
            {
                var forms = new SpokenForms(
                    [.. Enumerable.Range(0, round).Select(_ => random.Next(text.Length)).Select(at => text.Substring(at, Math.Min(random.Next(2, 6), text.Length - at))).Distinct().Select(words => new SpokenForm(words, $"〈{words}〉"))]);
                var sentences = SpokenSentence.Cut(text, paragraph.Id, forms);

                Assert.Equal(text, string.Concat(sentences.Select(sentence => text.Substring(sentence.Start, sentence.Length))));
                Assert.Equal([0, .. sentences.SkipLast(1).Select(sentence => sentence.End)], sentences.Select(sentence => sentence.Start));
                Assert.Equal(forms.Apply(text, paragraph.Id), string.Concat(sentences.Select(sentence => sentence.Spoken)));
                Assert.All(sentences, sentence => Assert.False(SpokenForms.IsWithinNumber(text, sentence.Start), text[..sentence.Start]));
                if (round == 0)
                {
                    Assert.All(sentences, sentence => Assert.InRange(sentence.Length, 1, SpokenSentence.LongestLength));
                    Assert.All(sentences, sentence => Assert.Contains(sentence.Spoken, char.IsLetter));
                }
            }
        }
    }

    [Fact]
    public void A_section_is_said_with_its_title_and_each_note_after_the_sentence_that_first_needs_it()
    {
        var content = TestContent.RealSnapshot;
        foreach (var section in content.Report.Sections)
        {
            var speech = SectionSpeech.Of(section, content);

            Assert.Equal(section.Paragraphs, speech.Paragraphs.Select(paragraph => paragraph.Paragraph));
            Assert.Equal(1 + speech.Paragraphs.Sum(paragraph => paragraph.Sentences.Count), speech.Spoken.Count());
            Assert.Equal(section.Paragraphs.SelectMany(paragraph => paragraph.Marks.OfType<NoteReference>()).Select(reference => reference.Note).Distinct(), speech.Notes.Select(note => note.Note.Number));
            Assert.All(speech.Notes, note =>
            {
                var sentence = speech.Paragraphs.Single(paragraph => paragraph.Paragraph == note.Paragraph).Sentences[note.Sentence];
                var reference = note.Paragraph.Marks.OfType<NoteReference>().First(reference => reference.Note == note.Note.Number);
                Assert.InRange(reference.End, sentence.Start + 1, sentence.End);
            });
        }
    }

    [Theory]
    [InlineData("review-2017/economy", "（一）坚持高端高质、优化结构，经济持续健康发展", "一，坚持高端高质、优化结构，经济持续健康发展")]
    [InlineData("review-2017/chapter", "一、过去一年工作回顾", "一，过去一年工作回顾")]
    public void A_title_is_shown_as_printed_and_said_without_brackets(string key, string title, string spoken)
    {
        var content = TestContent.RealSnapshot;
        var speech = SectionSpeech.Of(content.Report.FindSection(key)!, content);

        Assert.Equal((title, spoken), (speech.Title, speech.SpokenTitle));
    }

    private static string Pieces(string text) => string.Join('|', SpokenSentence.Cut(text, "road-paving", SpokenForms.None).Select(sentence => text.Substring(sentence.Start, sentence.Length)));
}
