namespace HepingReport.Web.Pages;

/// <summary>What has just been done, said on the page that it led to.</summary>
public static class StaffDone
{
    public const string Submitted = "submitted";
    public const string Withdrawn = "withdrawn";
    public const string Discarded = "discarded";
    public const string Merged = "merged";
    public const string Approved = "approved";
    public const string Returned = "returned";
    public const string Restored = "restored";
    public const string Published = "published";

    /// <param name="query">From the address; anything else than one of these says nothing.</param>
    public static string? Say(IQueryCollection query) => query["done"].ToString() switch
    {
        Submitted => "已经送审。审核的人通过或者退回以前，还可以撤回。",
        Withdrawn => "已经撤回，可以接着改。",
        Discarded => "已经放弃。写过的文字还在，列在这一页的最后。",
        Merged => "已经合并，存成了您的草稿。看过没有问题，再送审。",
        Approved => "已经通过。还没有公开，发布以后读者才看得到。",
        Returned => "已经退回，对方会看到您写的理由。",
        Restored => "旧的文字已经放进一份新草稿，还没有公开。看过没有问题，再送审。",
        Published => "已经发布，读者现在看到的就是新的文字。",
        _ => null,
    };
}
