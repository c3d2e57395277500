using HepingReport.Content;
using HepingReport.Staff;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HepingReport.Web.Pages;

/// <summary>操作记录: who did what, when, from where; the newest first.</summary>
public sealed class AuditModel(ContentSnapshot content, IAntiforgery antiforgery, StaffDesk desk) : StaffPage(content, antiforgery)
{
    private const int LastPage = 1_000_000;

    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    public int Total { get; private set; }

    public int Number { get; private set; } = 1;

    public int Pages => Math.Max(1, (Total + StaffDesk.AuditPageSize - 1) / StaffDesk.AuditPageSize);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        Number = int.TryParse(Request.Query["page"], out var page) ? Math.Clamp(page, 1, LastPage) : 1;
        Head = HeadOf(Number == 1 ? "操作记录：工作台" : $"操作记录第{Number}页：工作台");
        return ShowAsync(cancellation);
    }

    public IActionResult OnPost() => LocalRedirect(Links.StaffAudit);

    protected override async Task LoadAsync(CancellationToken cancellation) => (Entries, Total) = await desk.ReadAuditAsync(Number, cancellation);
}
