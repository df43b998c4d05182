using System.CommandLine;
using System.Globalization;
using IotHub.DeviceSim.Devices;
using IotHub.DeviceSim.Faults;
using IotHub.DeviceSim.Homes;

namespace IotHub.DeviceSim.Cli;

/// <summary><c>device-sim run</c>: many devices of one contract.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var contract = new Option<string>("--contract") { Description = "A kind (light) or a contract file.", Required = true };
        var count = new Option<int>("--count") { Description = "How many.", DefaultValueFactory = _ => 1 };
        var seed = new Option<int>("--seed") { Description = "Seed of all chance.", DefaultValueFactory = _ => 1 };
        var prefix = new Option<string?>("--prefix") { Description = "What their dids begin with; the kind by default." };
        var faults = new FaultOptions();
        var command = new Command("run", "Runs devices of one contract until stopped.") { contract, count, seed, prefix };
        faults.AddTo(command);
        var hub = new HubOptions(command);
        command.SetGuardedAction(async (result, cancellationToken) =>
        {
            var kind = ShippedFiles.LoadContract(result.GetRequiredValue(contract));
            var number = result.GetValue(count);
            if (number is < 1 or > SimLimits.DevicesMax)
            {
                throw new SimulationException($"--count is {number}; expected 1 to {SimLimits.DevicesMax}.");
            }

            await using var fleet = new DeviceFleet(hub.Read(result), TimeProvider.System);
            for (var i = 1; i <= number; i++)
            {
                var did = string.Create(CultureInfo.InvariantCulture, $"{result.GetValue(prefix) ?? kind.Kind}-{i}");
                if (!Contracts.Topics.DeviceTopics.IsValidDid(did))
                {
                    throw new SimulationException($"\"{did}\" is no did; choose another --prefix.");
                }

                await fleet.JoinAsync(new SimulatedDevicePlan { Did = did, Contract = kind, Seed = HomeFile.SeedOf(result.GetValue(seed), did), Faults = faults.Read(result, DeviceFaults.None) }, null, cancellationToken);
            }

            await LiveCounts.ShowAsync(fleet, TimeProvider.System, cancellationToken);
        });
        return command;
    }
}
