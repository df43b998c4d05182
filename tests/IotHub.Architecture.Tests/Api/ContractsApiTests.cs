using IotHub.Contracts.Model;
using IotHub.Testing;

namespace IotHub.Architecture.Tests.Api;

public sealed class ContractsApiTests
{
    [Fact]
    public void PublicApiOfContracts_ComparedWithTheApprovedText_IsTheSame() =>
        ApprovedText.AssertSame(
            string.Concat(PublicApi.Describe(typeof(DeviceContract).Assembly).Select(line => line + '\n')), "tests", "IotHub.Architecture.Tests", "IotHub.Contracts.approved.txt");
}
