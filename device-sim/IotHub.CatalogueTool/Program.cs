using System.CommandLine;
using IotHub.CatalogueTool.Commands;

var root = new RootCommand("Makes, trains, signs and checks catalogues of products.")
{
    SampleCommand.Create(),
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    SignCommand.Create(),
    VerifyCommand.Create(),
    KeyCommand.Create(),
    SchemaCommand.Create(),
};

return await root.Parse(args).InvokeAsync();
