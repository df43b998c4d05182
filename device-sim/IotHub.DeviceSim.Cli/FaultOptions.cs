using System.CommandLine;
using System.Globalization;
using IotHub.DeviceSim.Faults;

namespace IotHub.DeviceSim.Cli;

/// <summary>The option <c>--fault loss=0.1</c>, which may be given several times.</summary>
internal sealed class FaultOptions
{
    private readonly Option<string[]> _faults = new("--fault")
    {
        Description = $"A fault of every device, name=value, several times for several: {string.Join(", ", FaultKind.All.Select(kind => kind.Name))}. Times are in seconds, shares 0 to 1.",
        AllowMultipleArgumentsPerToken = true,
    };

    public void AddTo(Command command) => command.Options.Add(_faults);

    /// <summary>The faults given, added to those there are.</summary>
    public DeviceFaults Read(ParseResult result, DeviceFaults faults)
    {
        foreach (var text in result.GetValue(_faults) ?? [])
        {
            var parts = text.Split('=', 2);
            var kind = FaultKind.Find(parts[0]) ?? throw new SimulationException($"There is no fault \"{parts[0]}\"; there are {string.Join(", ", FaultKind.All.Select(known => known.Name))}.");
            var value = kind.Usual;
            if (parts.Length == 2 && (!double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out value) || !kind.Allows(value)))
            {
                throw new SimulationException(string.Create(CultureInfo.InvariantCulture, $"--fault {text}: expected a {(kind.IsWhole ? "whole " : "")}number from {kind.Minimum} to {kind.Maximum}."));
            }

            faults = kind.Apply(faults, value);
        }

        return faults;
    }
}
