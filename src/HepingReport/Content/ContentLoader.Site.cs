using System.Text.RegularExpressions;
using HepingReport.Markdown;

namespace HepingReport.Content;

// What surrounds the report: who publishes it, topics, standing pages and old addresses.
public static partial class ContentLoader
{
    private sealed partial class Loading
    {
        private readonly List<(TextWithPlace From, TextWithPlace To)> redirects = [];
        private bool redirectsRead;

        private SiteIdentity? ReadSite()
        {
            if (Text(ContentFiles.Site) is not { } file || YamlMap.Read(file, problems) is not { } keys)
            {
                return null;
            }

            siteKeys = keys.Allow("name", "description", "published", "organiser", "copyright", "police-filing", "icp-filing", "site-code", "reporting-phone", "reporting-email", "accounts");
            return new SiteIdentity
            {
                Name = keys.Text("name") ?? "",
                Description = keys.Text("description") ?? "",
                Published = keys.Date("published") ?? default,
                Organiser = keys.Text("organiser") ?? "",
                CopyrightHolder = keys.Text("copyright") ?? "",
                PoliceFiling = keys.Text("police-filing") ?? "",
                IcpFiling = keys.Text("icp-filing") ?? "",
                SiteCode = keys.Text("site-code") ?? "",
                ReportingPhone = keys.Text("reporting-phone") ?? "",
                ReportingEmail = keys.Text("reporting-email") ?? "",
                Accounts = [.. keys.Maps("accounts").Select(ReadAccount).OfType<SocialAccount>()],
            };
        }

        private YamlMap? siteKeys;

        private SocialAccount? ReadAccount(YamlMap keys)
        {
            keys.Allow("name", "address");
            var name = keys.Text("name");
            if (keys.OptionalText("address") is not { } address)
            {
                return name is null ? null : new SocialAccount(name, null);
            }

            if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps)
            {
                return name is null ? null : new SocialAccount(name, uri);
            }

            problems.Add(ContentProblems.ValueInvalid(keys.PlaceOf("address"), "address", address, "以 https:// 开头的网址"));
            return null;
        }

        /// <summary>The source's title, date line, head and foot against report.yml and site.yml.</summary>
        private void CheckIdentity(SiteIdentity? site, Outline outline)
        {
            if (outline.Keys is not { } reportKeys || Text(outline.SourceFile) is not { } file)
            {
                return;
            }

            var lines = file.Text.Split('\n');
            var frame = string.Join('\n', lines.Take(outline.FirstLine - 1).Concat(lines.Skip(outline.LastLine))) + '\n';
            Expect("\n", outline.Title, "\n", reportKeys.PlaceOf("title"));
            Expect("发布日期:", outline.IssueDate == default ? "" : $"{outline.IssueDate:yyyy-MM-dd}", "\u00A0", reportKeys.PlaceOf("issue-date"));
            Expect("发布者:", outline.Issuer, "\n", reportKeys.PlaceOf("issuer"));
            if (site is null)
            {
                return;
            }

            Expect("主办单位:", site.Organiser, " ", siteKeys!.PlaceOf("organiser"));
            Expect("版权所有:", site.CopyrightHolder, "\n", siteKeys.PlaceOf("copyright"));
            Expect("\n", site.PoliceFiling, "\u2002", siteKeys.PlaceOf("police-filing"));
            Expect("\u2002", site.IcpFiling, "\u2002", siteKeys.PlaceOf("icp-filing"));
            Expect("网站标识码:", site.SiteCode, "\n", siteKeys.PlaceOf("site-code"));
            Expect("违法和不良信息举报电话:", site.ReportingPhone, ",", siteKeys.PlaceOf("reporting-phone"));
            Expect("举报邮箱:", site.ReportingEmail, "\n", siteKeys.PlaceOf("reporting-email"));

            // What stands before and after belongs to the source's line: without it a part of the words would do.
            void Expect(string before, string words, string after, ContentPlace place)
            {
                // A missing value is reported where it is read.
                if (words.Length > 0 && !frame.Contains(before + words + after, StringComparison.Ordinal))
                {
                    problems.Add(ContentProblems.IdentityDiffers(place, (before + words).Trim('\n', '\u2002')));
                }
            }
        }

        private List<Topic> ReadTopics(Report report, WordsOfReport printed)
        {
            var topics = new List<Topic>();
            var ids = new HashSet<string>(StringComparer.Ordinal);
            foreach (var keys in List(ContentFiles.Topics))
            {
                keys.Allow("id", "name", "summary", "search", "sentences");
                var id = keys.Text("id");
                var name = keys.Text("name");
                var summary = keys.OptionalText("summary");
                var search = keys.OptionalTexts("search");
                CheckSearchWords(search, printed, report);
                var sentences = keys.Maps("sentences").Select(sentence => ReadSentence(sentence, report)).OfType<TopicSentence>().ToList();
                if (id is null || name is null)
                {
                    continue;
                }

                CheckAddressWord(keys.PlaceOf("id"), "id", id);
                if (!ids.Add(id))
                {
                    problems.Add(ContentProblems.Duplicate(keys.PlaceOf("id"), "专题编号", id));
                }

                topics.Add(new Topic(id, name, summary, sentences) { Search = [.. search.Select(word => word.Text)] });
            }

            return topics;
        }

        private TopicSentence? ReadSentence(YamlMap keys, Report report)
        {
            keys.Allow("paragraph", "side", "quote");
            if (keys.Text("paragraph") is not { } paragraph || keys.WholeNumber("side") is not { } side || keys.Text("quote") is not { } quote)
            {
                return null;
            }

            if (!Enum.IsDefined((TopicSide)side))
            {
                problems.Add(ContentProblems.ValueInvalid(keys.PlaceOf("side"), "side", $"{side}", "2017（已做）或 2018（要做）"));
                return null;
            }

            if (report.FindParagraph(paragraph) is not { } place)
            {
                if (report.Chapters.Count > 0)
                {
                    problems.Add(ContentProblems.PlaceUnknown(keys.PlaceOf("paragraph"), paragraph));
                }

                return null;
            }

            var count = FidelityCheck.Occurrences(place.Paragraph.Text, quote);
            if (count != 1)
            {
                problems.Add(ContentProblems.WordsNotOnce(keys.PlaceOf("quote"), $"“{paragraph}”", quote, count));
            }

            return new TopicSentence(place, (TopicSide)side, quote);
        }

        private List<StandingPage> ReadPages(Report report, List<Term> terms, List<Topic> topics, IndicatorCatalogue indicators)
        {
            var files = ContentFiles.StandingPages.Select(id => (Id: id, File: Text(ContentFiles.Page(id)))).Where(page => page.File is not null).ToList();
            var pages = files.Select(page => StandingPageFile.Read(page.Id, page.File!, problems)).OfType<StandingPageFile>().ToList();
            var known = KnownAddresses(report, terms, topics, indicators, pages.Select(page => page.Page));
            foreach (var page in pages)
            {
                foreach (var (address, place) in page.InternalLinks)
                {
                    if (report.Chapters.Count > 0 && !known.Contains(WithoutQuery(address.StartsWith('#') ? Links.StandingPage(page.Page.Id) + address : address)))
                    {
                        problems.Add(ContentProblems.LinkNowhere(place, address));
                    }
                }
            }

            return [.. pages.Select(page => page.Page)];
        }

        /// <summary>Every address a content file may point to: the pages, and the paragraphs and headings on them.</summary>
        private static HashSet<string> KnownAddresses(Report report, List<Term> terms, List<Topic> topics, IndicatorCatalogue indicators, IEnumerable<StandingPage> pages)
        {
            var standing = pages.ToList();
            return
            [
                .. Links.AllPages(report, terms, topics, indicators, standing),
                .. report.Sections.SelectMany(section => section.Paragraphs.SelectMany(paragraph => new[] { Links.Paragraph(section, paragraph), $"{Links.FullReport}#{paragraph.Id}" })),
                .. standing.SelectMany(page => page.Headings.Select(heading => $"{Links.StandingPage(page.Id)}#{heading.Id}")),
                .. report.Notes.Select(note => $"{Links.Glossary}#{Anchors.Note(note.Number)}"),
                .. terms.Select(term => $"{Links.Glossary}#{Anchors.Term(term)}"),
                .. Links.Files,
            ];
        }

        /// <summary>Old addresses and where they went; the lookup gives each paragraph its former ids.</summary>
        private ILookup<string, string> ReadRedirects()
        {
            if (!redirectsRead)
            {
                redirectsRead = true;
                var known = new HashSet<string>(StringComparer.Ordinal);
                foreach (var keys in List(ContentFiles.Redirects, required: false))
                {
                    keys.Allow("from", "to");
                    if (keys.Text("from") is not { } from || keys.Text("to") is not { } to)
                    {
                        continue;
                    }

                    if (!known.Add(from))
                    {
                        problems.Add(ContentProblems.Duplicate(keys.PlaceOf("from"), "旧地址", from));
                        continue;
                    }

                    redirects.Add((new TextWithPlace(from, keys.PlaceOf("from")), new TextWithPlace(to, keys.PlaceOf("to"))));
                }
            }

            return redirects
                .Where(redirect => redirect.From.Text.Contains('#', StringComparison.Ordinal) && redirect.To.Text.Contains('#', StringComparison.Ordinal))
                .ToLookup(redirect => Fragment(redirect.To.Text), redirect => Fragment(redirect.From.Text));
        }

        private void CheckRedirects(Report report, List<Term> terms, List<Topic> topics, IndicatorCatalogue indicators, List<StandingPage> pages)
        {
            var known = KnownAddresses(report, terms, topics, indicators, pages);
            foreach (var (from, to) in redirects)
            {
                if (!OldAddress().IsMatch(from.Text))
                {
                    problems.Add(ContentProblems.ValueInvalid(from.Place, "from", from.Text, "以 / 开头的小写地址，末尾不带 /，例如 /report/review-2017/old"));
                }

                if (known.Contains(from.Text))
                {
                    problems.Add(ContentProblems.RedirectFromInUse(from.Place, from.Text));
                }

                if (!known.Contains(to.Text))
                {
                    problems.Add(ContentProblems.LinkNowhere(to.Place, to.Text));
                }
            }
        }

        /// <summary>An address of a page that ids.txt lists still answers, or is led elsewhere.</summary>
        private void CheckAddressLedger(Report report, List<Term> terms, List<Topic> topics, IndicatorCatalogue indicators, List<StandingPage> pages)
        {
            // A page whose file could not be read is not gone.
            if (Text(ContentFiles.Ids) is not { } file || problems.Exists(problem => problem.MayCauseOthers))
            {
                return;
            }

            var known = KnownAddresses(report, terms, topics, indicators, pages);
            known.UnionWith(redirects.Select(redirect => redirect.From.Text));
            foreach (var (line, i) in file.Text.Split('\n').Select((line, i) => (line, i)).Where(entry => entry.line.StartsWith('/') && !known.Contains(entry.line)))
            {
                problems.Add(ContentProblems.AddressGone(new ContentPlace(file.Path, i + 1, 1), line));
            }
        }

        [GeneratedRegex("^(/[a-z0-9._-]+)+(#[A-Za-z0-9_-]+)?$")]
        private static partial Regex OldAddress();

        /// <summary>Chapters, sections and topics are parts of addresses that people read out and type.</summary>
        private void CheckAddressWord(ContentPlace place, string key, string word)
        {
            if (!AddressWord().IsMatch(word))
            {
                problems.Add(ContentProblems.ValueInvalid(place, key, word, "小写英文字母、数字和连字符，以字母开头"));
            }
        }

        [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
        private static partial Regex AddressWord();

        /// <summary>A link may ask for a view of a page: <c>/?view=care</c>.</summary>
        private static string WithoutQuery(string address) => QueryString().Replace(address, "");

        [GeneratedRegex(@"\?[^#]*")]
        private static partial Regex QueryString();

        private static string Fragment(string address) => address[(address.IndexOf('#', StringComparison.Ordinal) + 1)..];
    }
}
