using System.Text.RegularExpressions;
using IotHub.Testing;

namespace IotHub.GpioRig.Tests;

/// <summary>The published hub as a user without any privilege, with the groups of its unit and what its udev rules do to device files.</summary>
public sealed partial class RightsTests
{
    private const string User = "4711";
    private const string GpioGroup = "4712";
    private const string InputGroup = "4713";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string[] Unprivileged = ["--reuid", User, "--regid", User, "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"];

    [RigFact]
    public async Task HubWithoutRoot_WithTheRules_UsesAllOfTheExampleHome()
    {
        using var folder = ExampleHome.Copy();
        Rig.Pull("GPIO27", true);
        await ApplyRulesAsync();
        using var over = new CancellationTokenSource();
        var udev = FollowExportAsync("/sys/class/pwm/pwmchip0/pwm0", over.Token);

        await using (var hub = await StartAsync(folder, "--groups", $"{GpioGroup},{InputGroup}"))
        {
            foreach (var device in new[] { "hall-relay", "hall-push", "front-door", "hall-motion-pir", "lounge-lamp", "lounge-climate-sensor", "boiler-pipe" })
            {
                Assert.True(await hub.AvailabilityAsync(device, "online") == "online", $"{device}:\n{hub.Run.Output}");
            }

            await hub.PressAsync(true);
            Assert.Equal("confirmed", await hub.SetAsync("lounge-lamp", new Dictionary<string, object> { ["light.on"] = true, ["light.brightness"] = 50 }));
            Assert.Equal("500000", (await File.ReadAllTextAsync("/sys/class/pwm/pwmchip0/pwm0/duty_cycle")).Trim());
            Assert.Contains($"Uid:\t{User}\t{User}\t{User}\t{User}", await File.ReadAllTextAsync($"/proc/{hub.Run.Id}/status"), StringComparison.Ordinal);
            Assert.Contains("CapEff:\t0000000000000000", await File.ReadAllTextAsync($"/proc/{hub.Run.Id}/status"), StringComparison.Ordinal);
            Assert.Equal(0, await hub.Run.StopAsync(Patience));
        }

        await over.CancelAsync();
        await udev;
        Assert.False(Rig.LevelOf("GPIO17"));
    }

    [RigFact]
    public async Task HubWithoutRoot_WithoutTheGroups_StartsAndSaysWhatItMayNotUse()
    {
        using var folder = ExampleHome.Copy();
        await ApplyRulesAsync();

        // A channel that somebody else has exported can be read by everyone.
        await ShellAsync("test -d /sys/class/pwm/pwmchip0/pwm0 || echo 0 > /sys/class/pwm/pwmchip0/export");

        await using var hub = await StartAsync(folder, "--clear-groups");

        Assert.Equal("offline", await hub.AvailabilityAsync("hall-relay", "offline"));
        Assert.Contains("may not", await hub.ReasonAsync("hall-relay"), StringComparison.Ordinal);
        Assert.Equal("offline", await hub.AvailabilityAsync("lounge-lamp", "offline"));
        Assert.Equal("online", await hub.AvailabilityAsync("boiler-pipe", "online"));
    }

    private static async Task<HubRun> StartAsync(TemporaryFolder folder, params string[] groups)
    {
        // The repository may lie below a folder that is closed to others.
        const string hub = "/run/rig-hub";
        Directory.CreateDirectory(hub);
        await ShellAsync($"mountpoint -q {hub} || mount --bind '{Path.GetDirectoryName(Rig.Hub)}' {hub}; chown -R {User} '{folder.At()}'; chmod go+x '{Path.GetDirectoryName(folder.At())}'");
        return await HubRun.StartAsync(
            "setpriv",
            [.. Unprivileged, .. groups, "dotnet", $"{hub}/{Path.GetFileName(Rig.Hub)}", "--Hub:DataFolder", folder.At(), "--Api:Port", "0", "--Mqtt:Port", "0"]);
    }

    /// <summary>Does what udev would at the start. There is none in the guest; its rules are read from the file that ships, and their commands are run as they are.</summary>
    private static async Task ApplyRulesAsync()
    {
        foreach (var rule in Rules())
        {
            if (Named("GROUP", rule) is { } group)
            {
                await ShellAsync($"chgrp {group} /dev/{Folder(rule)}{Named("KERNEL", rule)}; chmod {Named("MODE", rule)} /dev/{Folder(rule)}{Named("KERNEL", rule)}");
            }
            else
            {
                foreach (var device in Directory.GetFileSystemEntries($"/sys/class/{Named("SUBSYSTEM", rule)}"))
                {
                    await RunAsync(rule, device);
                }
            }
        }

        static string Folder(string rule) => Named("SUBSYSTEM", rule) == "input" ? "input/" : "";
    }

    /// <summary>Does what udev would when a channel is exported: its chip is told to have changed.</summary>
    private static async Task FollowExportAsync(string channel, CancellationToken cancellationToken)
    {
        var rule = Rules().Single(one => Named("SUBSYSTEM", one) == "pwm");
        try
        {
            while (!Directory.Exists(channel))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
            }

            await RunAsync(rule, Path.GetDirectoryName(channel)!);
        }
        catch (OperationCanceledException)
        {
            // It was there before, or never came: the test says so.
        }
    }

    private static string[] Rules() =>
    [
        .. File.ReadAllLines(RepositoryRoot.Path("hub", "IotHub.Gpio", "packaging", "60-iothub-gpio.rules")).Where(line => line.StartsWith("SUBSYSTEM", StringComparison.Ordinal))
            .Select(line => line.Replace("\"gpio\", MODE", $"\"{GpioGroup}\", MODE", StringComparison.Ordinal).Replace("\"input\", MODE", $"\"{InputGroup}\", MODE", StringComparison.Ordinal)),
    ];

    private static async Task RunAsync(string rule, string device)
    {
        // %p is the device's path without /sys; the group has a number here instead of a name.
        var path = new DirectoryInfo(device).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? device;
        var command = Command().Match(rule).Groups[1].Value.Replace("%p", path["/sys".Length..], StringComparison.Ordinal);
        await ShellAsync(Regex.Replace(command, @"(chgrp (?:-R )?)gpio\b", $"${{1}}{GpioGroup}"));
    }

    private static string? Named(string name, string rule) => Regex.Match(rule, $"{name}=?=\"([^\"]*)\"") is { Success: true } found ? found.Groups[1].Value : null;

    private static async Task ShellAsync(string command)
    {
        await using var run = ProgramRun.Start("sh", "-c", command);
        Assert.True(await run.WaitForExitAsync(Patience) == 0, $"{command}\n{run.Output}");
    }

    [GeneratedRegex("RUN\\+=\"/bin/sh -c '([^']*)'\"")]
    private static partial Regex Command();
}
