using IotHub.Contracts.Model;
using IotHub.Contracts.Parsing;
using IotHub.Contracts.Values;

namespace IotHub.Contracts.Tests;

public sealed class ConfirmTests
{
    [Theory]
    [InlineData("unlock", "", true)]
    [InlineData("Disarm", "", true)]
    [InlineData("open-garage-door", "", true)]
    [InlineData("unlock", ",\"confirm\":null", true)]
    [InlineData("unlock", ",\"confirm\":false", false)]
    [InlineData("lock", "", false)]
    [InlineData("close-valve", "", false)]
    [InlineData("lock", ",\"confirm\":true", true)]
    [InlineData("lock", ",\"confirm\":[1]", true)]
    public void Asks_Action_AsTheContractSaysOrElseItsName(string name, string members, bool expected)
    {
        var contract = Contracts.Usable(Contracts.ParseService($"\"actions\":[{{\"iid\":1,\"type\":\"urn:x-spec:action:{name}:00000001:x-d:1\",\"in\":[],\"out\":[]{members}}}]"));

        Assert.Equal(expected, Confirmations.Asks(contract.Services[0].Actions[0]));
    }

    [Theory]
    [InlineData("\"bool\"", 1, false)]
    [InlineData("\"bool\",\"confirm\":[true]", 1, true)]
    [InlineData("\"bool\",\"confirm\":[true]", 0, false)]
    [InlineData("\"bool\",\"confirm\":true", 0, true)]
    [InlineData("\"bool\",\"confirm\":false", 1, false)]
    [InlineData("\"uint8\",\"confirm\":[1,3]", 3, true)]
    [InlineData("\"uint8\",\"confirm\":[1,3]", 2, false)]
    [InlineData("\"float\",\"confirm\":[1]", 1, true)]
    [InlineData("\"uint8\",\"confirm\":[\"open\"]", 7, true)]
    [InlineData("\"uint8\",\"confirm\":\"yes\"", 7, true)]
    public void Asks_Property_ForTheValuesThatTheContractNames(string format, long value, bool expected)
    {
        var property = Contracts.Usable(Contracts.ParseProperty($"\"format\":{format}")).Properties[0];
        var written = property.Format switch
        {
            PropertyFormat.Boolean => PropertyValue.FromBoolean(value == 1),
            PropertyFormat.Float => PropertyValue.FromNumber(value),
            _ => PropertyValue.FromInteger(value),
        };

        Assert.Equal(expected, Confirmations.Asks(property, written));
    }

    [Theory]
    [InlineData("\"uint8\",\"confirm\":[\"open\"]", "contract.confirm.value", "/services/0/properties/0/confirm/0")]
    [InlineData("\"uint8\",\"confirm\":\"yes\"", "contract.confirm.action", "/services/0/properties/0/confirm")]
    public void Parse_ConfirmThatCannotBeMeant_IsNamedAndAsksAlways(string format, string code, string path)
    {
        var result = Contracts.ParseProperty($"\"format\":{format}");

        Assert.True(Contracts.Usable(result).Properties[0].Confirm!.IsAlways);
        Assert.Contains(result.Diagnostics, fault => (fault.Code, fault.Path) == (code, path));
    }

    [Fact]
    public void Write_EveryFormOfConfirm_IsReadBackTheSame()
    {
        var contract = Contracts.Usable(Contracts.ParseService(
            "\"properties\":[" + string.Join(',', new[] { "", ",\"confirm\":true", ",\"confirm\":false", ",\"confirm\":[1,3]" }.Select((confirm, i) =>
                $"{{\"iid\":{i + 1},\"type\":\"urn:x-spec:property:p{i}:0000000{i + 1}:x-d:1\",\"format\":\"uint8\",\"access\":[\"write\"]{confirm}}}")) + "]"));

        var again = Contracts.Usable(ContractParser.Parse(ContractWriter.Write(contract), "again.json"));

        Assert.Equal(Parsing.ContractDump.Text(contract), Parsing.ContractDump.Text(again));
        Assert.Equal(["-", "always", "", "1,3"], again.Properties.Select(property => property.Confirm is not { } rule ? "-" : rule.IsAlways ? "always" : string.Join(',', rule.Values)));
    }
}
