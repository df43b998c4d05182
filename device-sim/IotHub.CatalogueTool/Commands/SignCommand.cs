using System.CommandLine;
using IotHub.Insights.Catalogue;

namespace IotHub.CatalogueTool.Commands;

/// <summary><c>catalogue-tool sign</c>: writes the signature beside a catalogue.</summary>
internal static class SignCommand
{
    public static Command Create()
    {
        var file = Guarded.FileArgument("file", "The catalogue.");
        var key = new Option<string>("--key") { Description = "The private key (P-256), PEM.", Required = true };
        var id = new Option<string>("--key-id") { Description = "The key's id.", Required = true };
        var command = new Command("sign", "Signs a catalogue that has no fault; the signature lies beside it as <file>.sig.json.") { file, key, id };
        command.SetGuardedAction(result =>
        {
            var path = result.GetRequiredValue(file);
            var bytes = File.ReadAllBytes(path);
            if (!VerifyCommand.IsWhole(path, bytes))
            {
                return 1;
            }

            File.WriteAllText(path + ".sig.json", CatalogueSignature.Sign(bytes, result.GetRequiredValue(id), File.ReadAllText(result.GetRequiredValue(key))).ToJson());
            return 0;
        });
        return command;
    }
}
