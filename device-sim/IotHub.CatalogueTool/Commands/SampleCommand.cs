using System.CommandLine;
using IotHub.CatalogueTool.Sample;

namespace IotHub.CatalogueTool.Commands;

/// <summary><c>catalogue-tool sample</c>: writes the sample catalogue, without model.</summary>
internal static class SampleCommand
{
    public static Command Create()
    {
        var file = Guarded.FileArgument("file", "Where to write it.");
        var version = new Option<long>("--version-number") { Description = "Its version.", DefaultValueFactory = _ => 1 };
        var issued = new Option<string>("--issued") { Description = "When it is issued, RFC 3339 in UTC.", DefaultValueFactory = _ => "2026-11-20T00:00:00Z" };
        var command = new Command("sample", "Writes the sample catalogue of invented products.") { file, version, issued };
        command.SetGuardedAction(result =>
        {
            File.WriteAllBytes(result.GetRequiredValue(file), CatalogueText.Of(SampleCatalogue.Make(result.GetValue(version), result.GetValue(issued)!)));
            return 0;
        });
        return command;
    }
}
