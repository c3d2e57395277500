using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HepingReport.Storage.ReportMigrations
{
    /// <inheritdoc />
    public partial class InitialReport : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Imported",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Imported", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Indicators",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Year = table.Column<int>(type: "INTEGER", nullable: false),
                    Value = table.Column<decimal>(type: "TEXT", nullable: false),
                    SortValue = table.Column<double>(type: "REAL", nullable: false),
                    Unit = table.Column<string>(type: "TEXT", nullable: false),
                    Qualifier = table.Column<string>(type: "TEXT", nullable: true),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Topic = table.Column<string>(type: "TEXT", nullable: false),
                    Chapter = table.Column<string>(type: "TEXT", nullable: false),
                    Section = table.Column<string>(type: "TEXT", nullable: false),
                    Paragraph = table.Column<string>(type: "TEXT", nullable: false),
                    Quote = table.Column<string>(type: "TEXT", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Indicators", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Comparisons",
                columns: table => new
                {
                    FromId = table.Column<string>(type: "TEXT", nullable: false),
                    ToId = table.Column<string>(type: "TEXT", nullable: false),
                    Class = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Comparisons", x => new { x.FromId, x.ToId });
                    table.ForeignKey(
                        name: "FK_Comparisons_Indicators_FromId",
                        column: x => x.FromId,
                        principalTable: "Indicators",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Comparisons_Indicators_ToId",
                        column: x => x.ToId,
                        principalTable: "Indicators",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Comparisons_ToId",
                table: "Comparisons",
                column: "ToId");

            migrationBuilder.CreateIndex(
                name: "IX_Indicators_Chapter_Order",
                table: "Indicators",
                columns: new[] { "Chapter", "Order" });

            migrationBuilder.CreateIndex(
                name: "IX_Indicators_Kind_Order",
                table: "Indicators",
                columns: new[] { "Kind", "Order" });

            migrationBuilder.CreateIndex(
                name: "IX_Indicators_Order",
                table: "Indicators",
                column: "Order");

            migrationBuilder.CreateIndex(
                name: "IX_Indicators_Topic_Order",
                table: "Indicators",
                columns: new[] { "Topic", "Order" });

            migrationBuilder.CreateIndex(
                name: "IX_Indicators_Unit_SortValue",
                table: "Indicators",
                columns: new[] { "Unit", "SortValue" });

            migrationBuilder.CreateIndex(
                name: "IX_Indicators_Year_Order",
                table: "Indicators",
                columns: new[] { "Year", "Order" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Comparisons");

            migrationBuilder.DropTable(
                name: "Imported");

            migrationBuilder.DropTable(
                name: "Indicators");
        }
    }
}
