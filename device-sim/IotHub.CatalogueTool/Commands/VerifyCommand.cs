using System.CommandLine;
using System.Globalization;
using IotHub.Insights.Catalogue;

namespace IotHub.CatalogueTool.Commands;

/// <summary><c>catalogue-tool verify</c>: says what a hub would say to a catalogue.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var file = Guarded.FileArgument("file", "The catalogue; its signature lies beside it as <file>.sig.json.");
        var key = new Option<string>("--key") { Description = "The trusted public key, PEM.", Required = true };
        var id = new Option<string>("--key-id") { Description = "The key's id.", Required = true };
        var command = new Command("verify", "Checks signature and content. Exit code 0: a hub takes it.") { file, key, id };
        command.SetGuardedAction(result =>
        {
            var path = result.GetRequiredValue(file);
            var signature = path + ".sig.json";
            var shelf = new CatalogueShelf([new TrustedKey(result.GetRequiredValue(id), File.ReadAllText(result.GetRequiredValue(key)))]);
            var offer = shelf.Offer(File.ReadAllBytes(path), File.Exists(signature) ? File.ReadAllBytes(signature) : []);
            foreach (var fault in offer.Diagnostics)
            {
                Console.WriteLine(fault.Format(path));
            }

            Console.WriteLine(shelf.Current is { } catalogue
                ? string.Create(CultureInfo.InvariantCulture,
                    $"version {catalogue.Version}: {catalogue.Products.Length} products in {catalogue.Categories.Length} categories of {catalogue.Partners.Length} partners{(catalogue.IsSample ? ", a sample" : string.Empty)}")
                : offer.Reason);
            return offer.IsTaken ? 0 : 1;
        });
        return command;
    }

    /// <summary>Reads a catalogue and prints its faults.</summary>
    public static bool IsWhole(string path, byte[] bytes)
    {
        var parsed = CatalogueParser.Parse(bytes);
        foreach (var fault in parsed.Diagnostics)
        {
            Console.Error.WriteLine(fault.Format(path));
        }

        return parsed.Catalogue is not null;
    }
}
