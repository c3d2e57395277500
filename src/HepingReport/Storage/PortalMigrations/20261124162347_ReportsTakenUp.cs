using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HepingReport.Storage.PortalMigrations
{
    /// <inheritdoc />
    public partial class ReportsTakenUp : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "TakenAt",
                table: "ErrorReports",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TakenBy",
                table: "ErrorReports",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "TakenAt",
                table: "ErrorReports");

            migrationBuilder.DropColumn(
                name: "TakenBy",
                table: "ErrorReports");
        }
    }
}
