using IotHub.Contracts.Comparison;

namespace IotHub.Contracts.Tests.Shipped;

/// <summary>Kinds that a homeowner takes for much the same share their addresses, so that one can be put in the other's place.</summary>
public sealed class ShippedFamiliesTests
{
    [Theory]
    [InlineData("light-white", "light-ct")]
    [InlineData("light-white", "light-color")]
    public void Cover_RicherLight_StandsInForThePlainOne(string need, string have)
    {
        var cover = ContractCover.Check(ShippedFiles.Of(need), ShippedFiles.Of(have));

        Assert.Empty(cover.Nodes.SelectMany(node => node.Reasons));
    }

    [Theory]
    [InlineData("light.on light.brightness light.toggle", "light light-white light-ct light-color light-strip airer")]
    [InlineData("light.color-temperature", "light light-ct light-strip")]
    [InlineData("light.color", "light light-color light-strip")]
    [InlineData("switch.on switch.toggle", "outlet power-strip two-gang-switch")]
    [InlineData("power-consumption.electric-power power-consumption.voltage power-consumption.power-consumption", "outlet power-strip")]
    [InlineData("curtain.current-position curtain.target-position curtain.motor-control curtain.motor-calibrate", "curtain blind")]
    [InlineData("switch-sensor.click switch-sensor.double-click switch-sensor.long-press", "button knob two-gang-switch")]
    [InlineData("battery.battery-level battery.low-battery", "motion-sensor contact-sensor temperature-humidity-sensor illumination-sensor leak-sensor smoke-sensor lock button knob pet-feeder body-scale blood-pressure-monitor")]
    [InlineData("environment.pm2.5-density environment.temperature", "air-purifier air-monitor")]
    [InlineData("play-control.playing-state play-control.play play-control.pause play-control.next speaker.volume speaker.mute", "speaker television")]
    public void Cover_BasicsOfAFamily_AreKeptFromEachToEach(string addresses, string files)
    {
        var members = files.Split(' ').Select(ShippedFiles.Of).ToList();

        foreach (var (need, have) in members.SelectMany(need => members.Select(have => (need, have))))
        {
            var cover = ContractCover.Check(need, have);
            foreach (var address in addresses.Split(' '))
            {
                var node = Assert.Single(cover.Nodes, node => node.Address == address);
                Assert.True(node.Verdict == CoverVerdict.Kept, $"{need.Type.VendorProduct} to {have.Type.VendorProduct}: {string.Join(' ', node.Reasons)}");
            }
        }
    }
}
