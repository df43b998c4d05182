using System.CommandLine;
using System.Security.Cryptography;

namespace IotHub.CatalogueTool.Commands;

/// <summary><c>catalogue-tool key</c>: makes a pair of keys.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        var file = Guarded.FileArgument("file", "Where to write the private key; the public one goes beside it as <file>.pub.pem.");
        var command = new Command("key", "Makes a pair of keys (ECDSA, P-256).") { file };
        command.SetGuardedAction(result =>
        {
            var path = result.GetRequiredValue(file);
            if (File.Exists(path))
            {
                throw new IOException($"{path} is there already; a key is never overwritten.");
            }

            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            File.WriteAllText(path, key.ExportPkcs8PrivateKeyPem() + "\n");
            File.WriteAllText(path + ".pub.pem", key.ExportSubjectPublicKeyInfoPem() + "\n");
            return 0;
        });
        return command;
    }
}
