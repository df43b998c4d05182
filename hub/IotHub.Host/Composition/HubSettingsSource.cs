using IotHub.Host.Options;

namespace IotHub.Host.Composition;

/// <summary>Where settings come from, later ones over earlier: the hub's own file, the owner's file, the environment, the command line.</summary>
internal static class HubSettingsSource
{
    /// <summary>Reads all sources.</summary>
    /// <exception cref="StartException">A file is missing or is not JSON.</exception>
    public static IConfiguration Read(CommandLine line)
    {
        var builder = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
        if (line.SettingsFile is not null)
        {
            var file = Path.GetFullPath(line.SettingsFile);
            if (!File.Exists(file))
            {
                throw new StartException($"The settings file {file} does not exist.");
            }

            builder.AddJsonFile(file, optional: false);
        }

        builder.AddEnvironmentVariables("IOTHUB_").AddInMemoryCollection(line.Settings);
        try
        {
            return builder.Build();
        }
        catch (InvalidDataException fault)
        {
            // The framework wraps twice: the innermost message has line and position.
            throw new StartException($"{fault.Message.TrimEnd('.')}: {fault.GetBaseException().Message}", fault);
        }
    }
}
