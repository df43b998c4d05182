using IotHub.Devices.Registry;

namespace IotHub.Devices.Tests.Registry;

public sealed class DeviceNameTests
{
    [Theory]
    [InlineData("hall-lamp")]
    [InlineData("a")]
    [InlineData("lamp2")]
    public void IsValid_GoodName_IsTrue(string name) => Assert.True(DeviceName.IsValid(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Hall")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a--b")]
    [InlineData("a/b")]
    [InlineData("ä")]
    public void IsValid_BadName_IsFalse(string? name) => Assert.False(DeviceName.IsValid(name));

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void IsValid_AtTheLongest_HoldsTheBound(int length, bool expected) => Assert.Equal(expected, DeviceName.IsValid(new string('a', length)));

    [Theory]
    [InlineData("Hall lamp #2", "hall-lamp-2")]
    [InlineData("  Küche  ", "k-che")]
    [InlineData("灯", "device")]
    [InlineData("A__B", "a-b")]
    public void From_AnyText_IsAValidName(string text, string expected)
    {
        Assert.Equal(expected, DeviceName.From(text));
        Assert.True(DeviceName.IsValid(expected));
    }

    [Fact]
    public void Unique_TakenNames_CountsOn()
    {
        string[] taken = ["lamp", "lamp-2"];
        Assert.Equal("lamp-3", DeviceName.Unique("Lamp", taken.Contains));
    }

    [Fact]
    public void Unique_LongestNameTaken_StaysWithinTheBound()
    {
        var longest = new string('a', DeviceName.LengthMax);
        var name = DeviceName.Unique(longest, candidate => candidate == longest);
        Assert.Equal(new string('a', DeviceName.LengthMax - 2) + "-2", name);
    }
}
