using System.CommandLine;
using IotHub.Insights.Catalogue;

namespace IotHub.CatalogueTool.Commands;

/// <summary><c>catalogue-tool schema</c>: prints the JSON Schema of catalogues.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Prints the JSON Schema of catalogues.");
        command.SetGuardedAction(_ =>
        {
            Console.Out.Write(CatalogueSchema.Export());
            return 0;
        });
        return command;
    }
}
