using HepingReport.Storage;
using Microsoft.Data.Sqlite;

namespace HepingReport.Editing;

/// <summary>Why something was not done, said to whoever asked for it.</summary>
/// <param name="Code">Stable, for pages and tests.</param>
/// <param name="Message">What happened and what to do, in Chinese.</param>
public sealed record EditingProblem(string Code, string Message);

/// <summary>Everything that can stand in the way of an edit. Whatever it is, the text is still with the one who sent it.</summary>
public static class EditingProblems
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;

    // Linux and macOS give the number of the error, Windows that of its own in the lower half.
    private static readonly int[] DiskFull = [27, 28, 122, 112];

    // Drafts

    public static EditingProblem NotFound { get; } = new("not-found", "没有这份草稿。请回到工作台重新打开。");

    public static EditingProblem NotYours { get; } = new("not-yours", "这是别人的草稿，只有本人可以改，发布人员可以看。请另开一份自己的草稿。");

    public static EditingProblem PublishersOnly { get; } = new("publishers-only", "审核和发布要由有“发布”职责的人来做。请提交审核，或请管理员给您这项职责。");

    public static EditingProblem OwnChange { get; } = new("own-change", "自己的改动不能由自己审核。请另一位发布人员审核。");

    public static EditingProblem Stale { get; } = new("stale", "这份草稿在您打开以后又存过一次（也许在另一个窗口里）。您刚写的已另存一份，没有覆盖任何一方；请对照两边，合并后再存。");

    public static EditingProblem Closed(DraftState state) =>
        new("closed", $"这份草稿{state.Name()}，不能再改。您刚写的已另存一份；请另开一份草稿，把它放进去。");

    public static EditingProblem WrongState(string verb, DraftState state) =>
        new("wrong-state", $"这份草稿现在是“{state.Name()}”，不能{verb}。请刷新页面，看看谁动过它。");

    public static EditingProblem Changed { get; } = new("changed", "您看的时候草稿又改过了。请刷新页面，看过新的文字再决定。");

    public static EditingProblem ReasonMissing { get; } = new("reason-missing", "请写明理由，好让对方知道要改什么。");

    public static EditingProblem NoteMissing { get; } = new("note-missing", "请写明改了什么、为什么。审核的人和以后看历史的人都靠它。");

    public static EditingProblem NothingChosen { get; } = new("nothing-chosen", "一处改动也没有选。请至少选一份。");

    public static EditingProblem CommentMissing { get; } = new("comment-missing", "留言是空的。请写下要说的话。");

    public static EditingProblem QuoteAbsent { get; } = new("quote-absent", "草稿里找不到您引的这几个字，也许已经改过了。请重新选取。");

    public static EditingProblem TooLarge(int length, int largest) =>
        new("too-large", $"文字有 {length / 1024} KB，超过 {largest / 1024} KB 的上限，没有存。请检查是否贴错了东西；文字还在您的页面上。");

    public static EditingProblem FileUnknown { get; } = new("file-unknown", "网站没有这个可以编辑的内容文件。请从文件列表里选。");

    public static EditingProblem FileUnreadable { get; } = new("file-unreadable", "这个文件现在读不成文字（可能编码不对）。请管理员先用 check 查看并修好它。");

    public static EditingProblem AlreadyOpen { get; } = new("already-open", "您正在改这个文件。请先把那份草稿发布或放弃，再恢复旧版本。");

    public static EditingProblem RevisionUnknown { get; } = new("revision-unknown", "历史里没有这个版本，或者这个版本里没有这个文件。");

    public static EditingProblem Missing(string what) => new("missing", what);

    public static EditingProblem NothingToExplain { get; } = new("nothing-to-explain", "这一处现在和原文一样，没有什么要登记的。");

    public static EditingProblem TouchesCorrection { get; } = new("touches-correction", "这一处和登记过的更正连在一起，不能再单独登记。请到“更正登记”里改那一条，或者撤销这处改动。");

    // Publishing

    public static EditingProblem NotApproved(string path) => new("not-approved", $"{path} 还没有审核通过，或者审核后又改过。请先审核。");

    public static EditingProblem TwoDrafts(string path) => new("two-drafts", $"有两份草稿改了同一个文件 {path}。请先发布一份，另一份合并后再发布。");

    public static EditingProblem NothingChanged { get; } = new("nothing-changed", "和现在网站上的一样，没有什么要发布的。");

    public static EditingProblem Conflicts { get; } = new("conflicts", "您改的时候，网站上的文字也变了。没有发布，也没有覆盖任何一方；请对照合并后再提交。");

    public static EditingProblem HasErrors(int count) => new("has-errors", $"内容里有 {count} 个错误，没有发布。请按下面的说明改好；草稿都还在。");

    public static EditingProblem PublishingBusy { get; } = new("publishing-busy", "另一次发布还没有做完，这一次没有开始。请过一会儿再试。");

    public const string FolderAway = "folder-unreadable";

    public static EditingProblem FolderUnreadable(string reason) =>
        new(FolderAway, $"内容文件夹现在读不出来（{reason}）。这一步没有做；请管理员检查磁盘和权限。");

    /// <summary>Nothing has been changed, or all of it has been taken back.</summary>
    public static EditingProblem NotWritten(Exception fault) =>
        IsDiskFull(fault) ? new("disk-full", "磁盘满了，没有发布，网站上的文字没有变。请管理员腾出空间后再发布；草稿都还在。")
        : fault is UnauthorizedAccessException || fault.HResult == 30 ? new("read-only", "网站没有权限写内容文件夹或数据文件夹，没有发布，网站上的文字没有变。请管理员检查权限；草稿都还在。")
        : new("not-written", $"文件写不进去（{fault.Message}），没有发布，网站上的文字没有变。请管理员检查磁盘；草稿都还在。");

    /// <summary>Some files are new, some old, and neither way can be gone now.</summary>
    public static EditingProblem Unfinished(string reason) =>
        new("unfinished", $"发布做到一半停下了（{reason}）。读者看到的仍是原来的文字；障碍排除后网站会自己做完，请不要重新发布，先请管理员检查磁盘和权限。");

    public static EditingProblem Unrecorded { get; } =
        new("unrecorded", "文字已经发布，但历史记录暂时写不进 portal.db。网站会自己补上，请不要重新发布；请管理员按 docs/operations.md 检查 portal.db。");

    // portal.db

    public static EditingProblem StoreAway(PortalAwayException fault) => (fault.InnerException?.GetBaseException() as SqliteException)?.SqliteErrorCode switch
    {
        Busy or Locked => new("store-busy", "数据库 portal.db 正被别的程序占用，这一步没有做。请等几秒再试；文字还在您的页面上。"),
        Full => new("disk-full", "磁盘满了，这一步没有做。请管理员腾出空间后再试；文字还在您的页面上，可以先复制到别处。"),
        InputOutput => new("disk-full", "磁盘写不进去（多半是满了，或者用完了配额），这一步没有做。请管理员检查磁盘后再试；文字还在您的页面上，可以先复制到别处。"),
        ReadOnly or CannotOpen => new("read-only", "数据库 portal.db 写不进去，这一步没有做。请管理员检查数据文件夹的权限；文字还在您的页面上，可以先复制到别处。"),
        _ => new("store-away", "数据库 portal.db 现在打不开，可能已损坏，这一步没有做。请管理员按 docs/operations.md 处理；文字还在您的页面上，可以先复制到别处。"),
    };

    private static bool IsDiskFull(Exception fault) => fault is IOException && DiskFull.Contains(fault.HResult & 0xFFFF);
}
