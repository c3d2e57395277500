using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using HepingReport.Feedback;
using HepingReport.Staff;
using HepingReport.Web.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace HepingReport.BrowserTests;

/// <summary>The pictures of docs/编辑指南.md and docs/editing: PICTURES=write plays a day of two people on a copy of the content, and takes them anew.</summary>
public sealed partial class GuidePictures
{
    private const string Editor = "王晓";
    private const string Publisher = "李静";
    private const string Economy = "report/review-2017/economy.md";
    private const string Governance = "report/review-2017/governance.md";
    private const string Quality = "#f-economy-quality-text";
    private const string Safety = "#f-governance-safety-text";

    private static readonly string Docs = Path.GetFullPath(Path.Combine(TestSite.RealContent, "..", "docs"));
    private static readonly string Pictures = Path.Combine(Docs, "editing", "images");

    /// <summary>What a page puts together from two pieces, so that its source does not have it in one.</summary>
    private static readonly string[] Composed = ["第一章（一） 坚持高端高质、优化结构，经济持续健康发展", "用我的", "加一条本站注释", "第2次：修改", "正文（报告原文）", "加一条存疑", "改为发布", "改为编辑"];

    private static IReadOnlyList<string> Pages => [Path.Combine(Docs, "编辑指南.md"), .. Directory.EnumerateFiles(Path.Combine(Docs, "editing"), "*.md")];

    [Fact]
    public async Task Every_picture_that_the_guide_shows_is_there_and_every_picture_is_shown()
    {
        if (Environment.GetEnvironmentVariable("PICTURES") == "write")
        {
            await TakeAsync();
        }

        var shown = Pages.SelectMany(page => Picture().Matches(File.ReadAllText(page)).Select(picture => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, picture.Groups["file"].Value))));
        Assert.Equal(Directory.EnumerateFiles(Pictures).Order(StringComparer.Ordinal), shown.Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>What the guide tells one to press, choose, open or fill is written so in the pages, or is the name of a file or a field.</summary>
    [Fact]
    public void Every_word_that_the_guide_tells_to_press_or_to_fill_is_on_the_pages_of_the_staff()
    {
        var source = Path.GetFullPath(Path.Combine(TestSite.RealContent, "..", "src"));
        IEnumerable<string> written =
        [
            .. Directory.EnumerateFiles(Path.Combine(source, "HepingReport.Web", "Pages"), "*.cshtml", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(Path.Combine(source, "HepingReport.Web", "wwwroot", "js", "staff"), "*.js"),
            .. Directory.EnumerateFiles(Path.Combine(source, "HepingReport", "Editing"), "*.cs", SearchOption.AllDirectories),
            Path.Combine(source, "HepingReport", "Report", "Correction.cs"),
            .. Directory.EnumerateFiles(TestSite.RealContent, "*.md", SearchOption.AllDirectories),
        ];

        // What stands between two Razor expressions; the guide writes …… for an expression.
        var words = string.Join('\n', written.Select(File.ReadAllText));
        var absent = Pages.Where(page => !page.EndsWith("by-hand.md", StringComparison.Ordinal)).SelectMany(page => Named().Matches(File.ReadAllText(page))
            .SelectMany(step => Word().Matches(step.Value)).SelectMany(word => word.Groups["word"].Value.Split("……", StringSplitOptions.RemoveEmptyEntries))
            .Where(word => !Composed.Contains(word) && !words.Contains(word, StringComparison.Ordinal)).Select(word => $"{Path.GetFileName(page)}: {word}"));
        Assert.True(!absent.Any(), string.Join('\n', absent));
    }

    /// <summary>按“…”, 点“…”, 在“…”“…”里写, and the like.</summary>
    [GeneratedRegex("(按|点|选|打开|在)[^“”。；]{0,8}(“[^”]+”[、和或里的下]*)+")]
    private static partial Regex Named();

    [GeneratedRegex("“(?<word>[^”]+)”")]
    private static partial Regex Word();

    [GeneratedRegex(@"!\[[^\]]+\]\((?<file>[^)]+)\)")]
    private static partial Regex Picture();

    private static async Task TakeAsync()
    {
        Directory.CreateDirectory(Pictures);
        foreach (var old in Directory.EnumerateFiles(Pictures))
        {
            File.Delete(old);
        }

        var site = new BrowserSite { ContentPath = TestSite.CopyOfTheContent() };
        await site.InitializeAsync();
        try
        {
            await using var editing = await site.ReaderAsync(820, 900);
            await using var publishing = await site.ReaderAsync(820, 900);
            await new Day(site, editing.Page, publishing.Page).PlayAsync();
        }
        finally
        {
            await ((IAsyncLifetime)site).DisposeAsync();
        }
    }

    /// <summary>What the two of them do, in the order in which it can be done.</summary>
    private sealed class Day(BrowserSite site, IPage editor, IPage publisher)
    {
        public async Task PlayAsync()
        {
            await SignInAsync();
            await ChangeASummaryAsync();
            await ReviewAsync();
            await MergeAsync();
            await LoseTheNetworkAsync();
            await ChangeOtherFilesAsync();
            await DepartFromTheSourceAsync();
            await AnswerAResidentAsync();
        }

        private async Task SignInAsync()
        {
            await FirstAsync(publisher, Publisher, StaffRole.Publisher, picture: false);
            var key = await FirstAsync(editor, Editor, StaffRole.Editor, picture: true);
            await PressAsync(editor, "退出");
            await editor.GetByLabel("姓名").FillAsync(Editor);
            await ShotAsync(editor, "sign-in", "h1", "form.feedback");
            await editor.GetByLabel("密码").FillAsync(StaffVisitor.Password);
            await PressAsync(editor, "登录");
            await ShotAsync(editor, "code", "h1", "form.feedback");

            // The app's next code: that of the first sign-in is used up.
            await editor.GetByLabel("验证码").FillAsync(AuthenticatorApp.CodeAt(key, DateTimeOffset.UtcNow.AddSeconds(30)));
            await PressAsync(editor, "登录");
            await Assertions.Expect(editor.GetByRole(AriaRole.Heading, new() { Name = "工作台" })).ToBeVisibleAsync();

            await OpenAsync(publisher, Links.StaffAccounts);
            await ShotAsync(publisher, "accounts", "h1", "h2:has-text('添加账户') + form");
        }

        private async Task ChangeASummaryAsync()
        {
            await OpenAsync(editor, Links.StaffFiles);
            await ShotAsync(editor, "files", "h1", "ul.files li >> nth=4");
            await OpenAsync(editor, Links.StaffEdit(Economy));
            await editor.Locator("#f-summary").FillAsync((await editor.Locator("#f-summary").InputValueAsync()).Replace("和企业情况", "和企业的情况", StringComparison.Ordinal));
            var points = editor.Locator("#f-keypoints");
            await points.FillAsync((await points.InputValueAsync()).Replace("全部实现网上受理", "全部能在网上受理", StringComparison.Ordinal));
            await PressAsync(editor, "保存草稿");
            await ShotAsync(editor, "saved", "h1", "form.editor button >> nth=0");
            await ShotAsync(editor, "summary", "label[for=f-title]", "#f-keypoints");
            await FollowAsync(editor, "看改了什么");
            await ShotAsync(editor, "change", "h1", "ol.parts");

            await OpenAsync(editor, Links.StaffEdit(Economy));
            await PressAsync(editor, "保存并预览");
            await ShotAsync(editor, "preview", "aside.preview-bar", "main ul >> nth=0");
            await FollowAsync(editor, "手机宽度");
            await editor.Locator("iframe.phone").ScrollIntoViewIfNeededAsync();
            await Assertions.Expect(editor.FrameLocator("iframe.phone").Locator("main h1")).ToBeVisibleAsync();
            await ShotAsync(editor, "preview-phone", "main h1 >> nth=0", "iframe.phone");
        }

        private async Task ReviewAsync()
        {
            await OpenAsync(editor, Links.StaffDrafts);
            await editor.GetByLabel("改了什么、为什么").FillAsync("第一条要点说得更明白些。");
            await ShotAsync(editor, "submit", "main h2:has-text('送审')", "form.feedback");
            await PressAsync(editor, "送审");

            await OpenAsync(publisher, Links.Staff);
            await ShotAsync(publisher, "dashboard", "h1", "h2:has-text('最近的改动')");
            await OpenAsync(publisher, Links.StaffReview);
            await publisher.GetByLabel("退回的理由").FillAsync("提要里的“的”字不用加。");
            await ShotAsync(publisher, "review", "h1", "section.draft");
            await PressAsync(publisher, "退回");

            await OpenAsync(editor, Links.StaffDrafts);
            await ShotAsync(editor, "returned", "main h2:has-text('正在改的')", "section.draft");
            await editor.GetByLabel("改了什么、为什么").FillAsync("第一条要点说得更明白些。");
            await PressAsync(editor, "送审");
            await OpenAsync(publisher, Links.StaffReview);
            await PressAsync(publisher, "审核通过");

            // Starts from the text before, for the merge.
            await OpenAsync(publisher, Links.StaffEdit(Economy));
            await publisher.Locator("#f-summary").FillAsync("讲2017年的经济总量、财税收入、产业结构和企业情况。");
            await PressAsync(publisher, "保存草稿");

            await OpenAsync(publisher, Links.StaffPublish);
            await ShotAsync(publisher, "publish", "h1", "main form");
            await PressAsync(publisher, "发布这");
            await OpenAsync(publisher, Links.StaffHistoryOf(Economy));
            await ShotAsync(publisher, "history", "h1", "ol.register");
            await OpenAsync(publisher, Links.StaffRevision(2));
            await ShotAsync(publisher, "restore", "h1", "section.draft");
        }

        private async Task MergeAsync()
        {
            await OpenAsync(publisher, Links.StaffDrafts);
            await FollowAsync(publisher, "合并");
            await ShotAsync(publisher, "merge", "h1", "fieldset.merge__part >> nth=0");
        }

        private async Task LoseTheNetworkAsync()
        {
            await OpenAsync(editor, Links.StaffEdit(Governance));
            await editor.Context.SetOfflineAsync(true);
            await editor.Locator("#f-summary").FillAsync("讲2017年的安全生产、信访和治安情况。");
            await Assertions.Expect(editor.GetByRole(AriaRole.Alert)).ToContainTextAsync("连不上网站");
            await ShotAsync(editor, "offline", "form.editor [role=alert]", "#f-summary");


            // Back again, the page saves by itself; what is opened next must not come before it.
            await editor.RunAndWaitForResponseAsync(() => editor.Context.SetOfflineAsync(false), answer => answer.Ok && answer.Request.RedirectedFrom is not null);
            await OpenAsync(editor, Links.StaffEdit(Governance));
        }

        private async Task ChangeOtherFilesAsync()
        {
            await editor.Locator("#f-summary").FillAsync("讲\u00a02017年的安全生产,消防、食品药品安全、\n信访和治安情况。");
            await PressAsync(editor, "保存草稿");
            await ShotAsync(editor, "paste", "label[for=f-summary]", "#f-summary-problems");
            await PressAsync(editor, "清理");
            await ShotAsync(editor, "cleaned", "form.saved");

            await OpenAsync(editor, Links.StaffEdit("pages/help.md"));
            await ShotAsync(editor, "standing-page", "label[for=f-title]", "fieldset >> nth=1");
            await OpenAsync(editor, Links.StaffEdit("topics.yml", "elderly"));
            await editor.Locator(".editor__pieces summary").Last.ScrollIntoViewIfNeededAsync();
            var row = editor.Locator(".editor__row").Last;
            await row.GetByLabel("所在的段落").SelectOptionAsync("livelihood-safety-net");
            await row.GetByLabel("哪一边").SelectOptionAsync("2018");
            await row.Locator("textarea").FillAsync("待选");
            await PressAsync(editor, "保存草稿");
            var added = editor.Locator(".editor__row").Nth(await editor.Locator(".editor__row").CountAsync() - 2);
            await added.Locator("summary").ClickAsync();
            await ShotAsync(editor, "topic", added);
            await PressAsync(editor, "实施全民参保登记制度");
            await OpenAsync(editor, Links.StaffEdit("indicators.yml", "gdp-2017"));
            await ShotAsync(editor, "indicator", "label[for=f-name]", ".editor__pieces");
            await OpenAsync(editor, Links.StaffEdit("terms.yml"));
            await ShotAsync(editor, "list", "h1", "tbody tr >> nth=3");
            await OpenAsync(editor, Links.StaffEdit("synonyms.yml", "new"));
            await ShotAsync(editor, "synonym", "label[for=f-words]", "#f-find");
            await OpenAsync(editor, Links.StaffEditRaw("synonyms.yml"));
            await ShotAsync(editor, "source-view", "label[for=raw]", "#raw");
        }

        private async Task DepartFromTheSourceAsync()
        {
            await OpenAsync(editor, Links.StaffEdit(Governance));
            await ReplaceAsync(Safety, "隔断房群租房日租房", "隔断房、群租房、日租房");
            await PressAsync(editor, "保存草稿");
            await editor.Locator($"{Safety}-problems select").SelectOptionAsync("lost-punctuation");
            await editor.Locator("#explain-governance-safety-reason").FillAsync("三个并列的名词之间脱顿号。");
            await ShotAsync(editor, "departure", Safety, $"{Safety}-problems");
            await PressAsync(editor, "登记这处更正");

            await OpenAsync(editor, Links.StaffEdit(Economy));
            await ReplaceAsync(Quality, "850亿元", "851亿元");
            await PressAsync(editor, "保存草稿");
            var explain = editor.Locator($"{Quality}-problems");
            await explain.Locator("select").SelectOptionAsync("issuer-amendment");
            await explain.GetByLabel("理由").FillAsync("发布机关更正了预计数。");
            await explain.Locator("summary").ClickAsync();
            await explain.GetByLabel("公告标题").FillAsync("关于更正政府工作报告的公告");
            await explain.GetByLabel("文号").FillAsync("津和政告〔2018〕1号");
            await explain.GetByLabel("公告日期").FillAsync("2018-03-01");
            await ShotAsync(editor, "amendment", explain);
            await PressAsync(editor, "登记这处更正");
            await ShotAsync(editor, "amendment-left", "#part-problems");
        }

        private async Task AnswerAResidentAsync()
        {
            var letter = new Submission("letter", ReportedPlace.Of(site.Content, "governance-safety", null, null), ProblemKind.Typo, "“隔断房群租房日租房”中间是不是少了顿号？", null);
            await site.Services.GetRequiredService<FeedbackDesk>().ReceiveAsync(letter, default);
            await OpenAsync(editor, Links.StaffReports);
            await editor.Locator(".register a").First.ClickAsync();
            await editor.GetByLabel("给居民的答复").FillAsync("谢谢您。已经核对原文，顿号确实脱落了，现在补上了。");
            await ShotAsync(editor, "report", "h1", "form.feedback");
        }

        /// <returns>The key of the authenticator app.</returns>
        private async Task<string> FirstAsync(IPage page, string name, StaffRole role, bool picture)
        {
            var link = (await site.Services.GetRequiredService<StaffDesk>().AddAsync(name, role, Actor.Operator, default)).Link!;
            await OpenAsync(page, Links.StaffFirstBy(link));
            if (picture)
            {
                await ShotAsync(page, "first", "h1", "form.feedback");
            }

            var key = (await page.Locator("main code").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
            await page.GetByLabel("新密码", new() { Exact = true }).FillAsync(StaffVisitor.Password);
            await page.GetByLabel("再写一遍新密码").FillAsync(StaffVisitor.Password);
            await page.GetByLabel("验证码", new() { Exact = true }).FillAsync(AuthenticatorApp.CodeAt(key, DateTimeOffset.UtcNow));
            await PressAsync(page, "完成并登录");
            await FollowAsync(page, "已经记好，进入工作台");
            return key;
        }

        private Task<IResponse?> OpenAsync(IPage page, string address) => page.GotoAsync(site.Root + address);

        private static Task PressAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button }).First.ClickAsync();

        private static Task FollowAsync(IPage page, string link) => page.GetByRole(AriaRole.Main).Or(page.Locator("aside")).GetByRole(AriaRole.Link, new() { Name = link }).First.ClickAsync();

        private async Task ReplaceAsync(string field, string words, string by)
        {
            var text = await editor.Locator(field).InputValueAsync();
            Assert.Contains(words, text);
            await editor.Locator(field).FillAsync(text.Replace(words, by, StringComparison.Ordinal));
        }

        private static Task ShotAsync(IPage page, string name, string from, string? to = null) => ShotAsync(page, name, page.Locator(from).First, page.Locator(to ?? from).First);

        /// <summary>The page from the top of one element to the foot of another.</summary>
        private static async Task ShotAsync(IPage page, string name, ILocator from, ILocator? to = null)
        {
            const int Margin = 12;
            await page.EvaluateAsync("document.activeElement?.blur(); scrollTo(0, 0)");
            var (first, last) = ((await from.BoundingBoxAsync())!, (await (to ?? from).BoundingBoxAsync())!);
            var top = Math.Max(0, first.Y - Margin);
            var picture = await page.ScreenshotAsync(new()
            {
                FullPage = true,
                Animations = ScreenshotAnimations.Disabled,
                Clip = new() { X = 0, Y = top, Width = page.ViewportSize!.Width, Height = last.Y + last.Height + Margin - top },
            });
            await File.WriteAllBytesAsync(Path.Combine(Pictures, name + ".png"), await SmallerAsync(page, picture));
        }

        /// <summary>The picture in its commonest colours only: letters stay as clear, and the file is a third.</summary>
        private static async Task<byte[]> SmallerAsync(IPage page, byte[] picture)
        {
            const int Colours = 32;
            await using var blank = await page.Context.Browser!.NewContextAsync();
            var pixels = await (await blank.NewPageAsync()).EvaluateAsync<string>(
                """
                async picture => {
                  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
                  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
                  canvas.drawImage(bitmap, 0, 0);
                  const bytes = canvas.getImageData(0, 0, bitmap.width, bitmap.height).data;
                  let text = `${bitmap.width} `;
                  for (let i = 0; i < bytes.length; i += 4) text += String.fromCharCode(256 + (bytes[i] >> 3 << 10 | bytes[i + 1] >> 3 << 5 | bytes[i + 2] >> 3));
                  return text;
                }
                """,
                Convert.ToBase64String(picture));
            var space = pixels.IndexOf(' ', StringComparison.Ordinal);
            var width = int.Parse(pixels[..space], CultureInfo.InvariantCulture);
            var colours = pixels[(space + 1)..].Select(pixel => pixel - 256).ToArray();
            var counted = colours.CountBy(colour => colour).OrderByDescending(colour => colour.Value).Select(colour => colour.Key).ToList();
            var palette = counted.Take(Colours).ToArray();
            var nearest = counted.ToDictionary(colour => colour, colour => (byte)Array.IndexOf(palette, palette.MinBy(other => Channels(colour).Zip(Channels(other), (one, two) => (one - two) * (one - two)).Sum())));

            var rows = colours.Chunk(width).SelectMany(row => row.Select(colour => nearest[colour]).Prepend((byte)0)).ToArray();
            using var packed = new MemoryStream();
            using (var packing = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            {
                packing.Write(rows);
            }

            return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", [.. Number((uint)width), .. Number((uint)(colours.Length / width)), 8, 3, 0, 0, 0]), .. Chunk("PLTE", [.. palette.SelectMany(Channels).Select(channel => (byte)((channel << 3) | (channel >> 2)))]), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
        }

        private static int[] Channels(int colour) => [colour >> 10, (colour >> 5) & 31, colour & 31];

        private static byte[] Chunk(string name, byte[] data)
        {
            byte[] named = [.. Encoding.ASCII.GetBytes(name), .. data];
            var check = uint.MaxValue;
            foreach (var one in named)
            {
                check ^= one;
                for (var bit = 0; bit < 8; bit++)
                {
                    check = (check >> 1) ^ (0xEDB88320 & (0 - (check & 1)));
                }
            }

            return [.. Number((uint)data.Length), .. named, .. Number(~check)];
        }

        private static byte[] Number(uint number)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
            return bytes;
        }
    }
}
