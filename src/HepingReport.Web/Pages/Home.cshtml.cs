using HepingReport.Content;

namespace HepingReport.Web.Pages;

public sealed class HomeModel(ContentSnapshot content) : SitePage(content);
