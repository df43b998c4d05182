using System.Globalization;
using IotHub.DeviceSim.Devices;
using Spectre.Console;

namespace IotHub.DeviceSim.Cli;

/// <summary>Shows what devices do while they run: one line that renews itself in a terminal, else a plain line a minute.</summary>
internal static class LiveCounts
{
    public static async Task ShowAsync(DeviceFleet fleet, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            if (!AnsiConsole.Profile.Out.IsTerminal)
            {
                while (true)
                {
                    Console.WriteLine(Text(fleet));
                    await Task.Delay(TimeSpan.FromMinutes(1), time, cancellationToken);
                }
            }

            await AnsiConsole.Status().StartAsync(Text(fleet), async status =>
            {
                while (true)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(250), time, cancellationToken);
                    status.Status(Text(fleet));
                }
            });
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine(Text(fleet));
        }
    }

    private static string Text(DeviceFleet fleet) => string.Create(
        CultureInfo.InvariantCulture,
        $"{fleet.Devices.Length} devices: {fleet.Statistics.Published} published, {fleet.Statistics.Requests} requests, {fleet.Statistics.Rejections} rejections, {fleet.Statistics.Dropped} not answered");
}
