using IotHub.Contracts.Values;
using IotHub.Devices.State;
using static IotHub.Devices.Tests.Lamp;

namespace IotHub.Devices.Tests.State;

public sealed class HomeStateTests
{
    private static readonly Cause AnyCause = Cause.Root(7, CauseOrigin.Device, "hall-lamp");
    private readonly HomeState _home = new();

    public HomeStateTests() => _home.Save(Hall);

    [Fact]
    public void Apply_FirstValue_IsAChangeFromNotKnown()
    {
        var change = _home.Apply(Hall, IsOn(true), ValueOrigin.Reported, AnyCause, Noon);
        Assert.NotNull(change);
        Assert.False(change.Before.HasValue);
        Assert.Equal(PropertyValue.FromBoolean(true), change.After);
        Assert.Equal(new PropertyState(PropertyValue.FromBoolean(true), ValueOrigin.Reported, Noon, Noon, 7), _home.GetState(Hall, On));
    }

    [Fact]
    public void Apply_SameValue_IsNoChangeAndKeepsWhenItBegan()
    {
        _home.Apply(Hall, IsOn(true), ValueOrigin.Reported, AnyCause, Noon);
        Assert.Null(_home.Apply(Hall, IsOn(true), ValueOrigin.Reported, null, Noon.AddMinutes(1)));
        var state = _home.GetState(Hall, On);
        Assert.Equal((Noon, Noon.AddMinutes(1)), (state.ChangedAt, state.SeenAt));
    }

    [Fact]
    public void Apply_RestoredValueReportedAgain_BecomesReportedWithoutAChange()
    {
        _home.Restore(Hall, On, new PropertyState(PropertyValue.FromBoolean(true), ValueOrigin.Reported, Noon, Noon, 3));
        Assert.Equal(ValueOrigin.Restored, _home.GetState(Hall, On).Origin);
        Assert.Null(_home.Apply(Hall, IsOn(true), ValueOrigin.Reported, null, Noon.AddHours(1)));
        Assert.Equal(ValueOrigin.Reported, _home.GetState(Hall, On).Origin);
    }

    [Fact]
    public void Apply_ChangeWithoutCause_Throws() =>
        Assert.Throws<ArgumentNullException>(() => _home.Apply(Hall, IsOn(true), ValueOrigin.Reported, null, Noon));

    [Fact]
    public void Save_NewContractOfTheSameDevice_CarriesValuesByAddress()
    {
        _home.Apply(Hall, Level(42), ValueOrigin.Reported, AnyCause, Noon);
        var renewed = Hall with { Contract = Make("light", "2") };
        _home.Save(renewed);
        Assert.Equal(PropertyValue.FromInteger(42), _home.GetState(renewed, renewed.Contract.Properties[1]).Value);
        Assert.Equal(PropertyValue.FromInteger(42), _home.GetState(renewed, Brightness).Value);
    }

    [Fact]
    public void Save_HardwareOfAnotherDevice_Throws() =>
        Assert.Throws<InvalidOperationException>(() => _home.Save(Hall with { Name = "kitchen-lamp" }));

    [Fact]
    public void Save_OtherHardwareForTheName_FreesTheOld()
    {
        _home.Save(Hall with { Did = "new-did" });
        Assert.False(_home.TryGetByDid(Hall.Did, out _));
        Assert.True(_home.TryGetByDid("new-did", out var device));
        Assert.Equal("hall-lamp", device.Name);
    }

    [Fact]
    public void SetOnline_SameAsBefore_IsNoChange()
    {
        Assert.True(_home.SetOnline(Hall, false, Noon));
        Assert.False(_home.SetOnline(Hall, false, Noon.AddMinutes(1)));
        Assert.True(_home.SetOnline(Hall, true, Noon.AddMinutes(2)));
    }

    [Fact]
    public void Remove_ThenLookUp_FindsNothing()
    {
        Assert.True(_home.Remove("hall-lamp"));
        Assert.False(_home.Remove("hall-lamp"));
        Assert.False(_home.TryGetDevice("hall-lamp", out _));
        Assert.False(_home.TryGetByDid(Hall.Did, out _));
        Assert.False(_home.GetState(Hall, On).Value.HasValue);
    }
}
