using IotHub.Contracts.Model;

namespace IotHub.Architecture.Tests.Api;

public sealed class ContractsApiTests
{
    [Fact]
    public void PublicApiOfContracts_ComparedWithTheApprovedText_IsTheSame() =>
        ApprovedText.AssertSame("IotHub.Contracts.approved.txt", PublicApi.Describe(typeof(DeviceContract).Assembly));
}
