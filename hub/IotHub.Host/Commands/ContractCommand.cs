using IotHub.Contracts;
using IotHub.Contracts.Diagnostics;
using IotHub.Contracts.Model;

namespace IotHub.Host.Commands;

/// <summary><c>iothub contract …</c>: looks at contract files for device makers and owners. Changes nothing.</summary>
internal static class ContractCommand
{
    /// <summary>Everything is right: nothing breaks.</summary>
    public const int Fine = 0;

    /// <summary>Something would break.</summary>
    public const int Breaks = 1;

    /// <summary>A file, a folder or an argument cannot be used.</summary>
    public const int BadInput = 2;

    private const string Help = """
        iothub contract: looks at contract files; changes nothing

        Usage:
          iothub contract check FILE…                    what is wrong with contracts, with line and column
          iothub contract diff OLD NEW [--home FOLDER]   what changed from one to the other, and what breaks by it
          iothub contract cover NEED HAVE                whether hardware of HAVE may stand in for that of NEED

          --json         print JSON
          --home FOLDER  the data folder of a hub, running or not: also say which of its automations and scenes would be touched

        A contract is a file, or a kind or URN of those that come with the hub: light.
        The exit code is 0 when nothing breaks, 1 when something does, 2 when an argument or file cannot be used.
        """;

    /// <summary>Runs one command.</summary>
    /// <param name="arguments">Those after <c>contract</c>.</param>
    /// <param name="output">Gets what was found.</param>
    /// <param name="errors">Gets what cannot be used.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        var (words, isJson, home, fault) = Read(arguments);
        if (fault is not null)
        {
            errors.WriteLine(fault);
            return BadInput;
        }

        switch (words)
        {
            case [] or ["help"]:
                output.WriteLine(Help);
                return Fine;
            case ["check", _, ..] when home is null:
                return CheckReport.Write([.. words.Skip(1)], isJson, output);
            case ["diff", var old, var @new]:
                return TryFind(old, errors, out var before) && TryFind(@new, errors, out var after) ? DiffReport.Write(before!, after!, home, isJson, output, errors) : BadInput;
            case ["cover", var need, var have] when home is null:
                return TryFind(need, errors, out var needed) && TryFind(have, errors, out var had) ? CoverReport.Write(needed!, had!, isJson, output) : BadInput;
            default:
                errors.WriteLine($"\"contract {string.Join(' ', words)}\" means nothing; iothub contract --help lists what does.");
                return BadInput;
        }
    }

    /// <summary>Loads the contracts that come with the hub, and those of a home before them.</summary>
    public static ContractCatalogue LoadCatalogue(string? home) => ContractCatalogue.Load(
        new[] { home is null ? null : Path.Combine(home, "contracts"), Path.Combine(AppContext.BaseDirectory, "contracts") }.OfType<string>().Where(Directory.Exists), out _);

    private static (IReadOnlyList<string> Words, bool IsJson, string? Home, string? Fault) Read(IReadOnlyList<string> arguments)
    {
        var words = new List<string>();
        var isJson = false;
        string? home = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--json":
                    isJson = true;
                    break;
                case "--help" or "-h":
                    return (["help"], false, null, null);
                case "--home" when i + 1 < arguments.Count:
                    home = arguments[++i];
                    break;
                case "--home":
                    return ([], false, null, "--home needs the data folder of a hub after it.");
                case var option when option.StartsWith("--", StringComparison.Ordinal):
                    return ([], false, null, $"The argument \"{option}\" means nothing; iothub contract --help lists what does.");
                default:
                    words.Add(arguments[i]);
                    break;
            }
        }

        return (words, isJson, home, null);
    }

    private static bool TryFind(string nameOrPath, TextWriter errors, out DeviceContract? contract)
    {
        if (!File.Exists(nameOrPath))
        {
            var catalogue = LoadCatalogue(null);
            if (catalogue.TryGetKind(nameOrPath, out contract) || catalogue.TryGet(nameOrPath, out contract))
            {
                return true;
            }

            errors.WriteLine($"\"{nameOrPath}\" is neither a file nor a contract that comes with the hub.");
            return false;
        }

        var result = ContractFile.Read(nameOrPath);
        contract = result.Contract;
        foreach (var fault in result.Diagnostics.Where(fault => fault.Severity != DiagnosticSeverity.Information))
        {
            errors.WriteLine(fault.Format(nameOrPath));
        }

        return contract is not null;
    }
}
