using IotHub.Interop.Tests.Peers;

namespace IotHub.Interop.Tests.Azure;

/// <summary>The emulator of IoT Hub and its provisioning service, judged by the official packages.</summary>
public sealed class EmulatorTests(OfficialAzurePackages packages) : IClassFixture<OfficialAzurePackages>
{
    public static TheoryData<string> Checks => [.. OfficialAzurePackages.Checks];

    [PeerTheory(Peer.AzureIot)]
    [MemberData(nameof(Checks))]
    public void Emulator_DrivenByTheOfficialPackages_DoesWhatTheServiceDoes(string check) => Assert.Null(packages.FaultOf(check));

    [Fact]
    public void Checks_ReadFromTheScripts_AreAllThere() => Assert.Equal(34, OfficialAzurePackages.Checks.Count);
}
