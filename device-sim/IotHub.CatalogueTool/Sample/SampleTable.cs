namespace IotHub.CatalogueTool.Sample;

/// <summary>What the sample catalogue is made of. All firms and products are invented.</summary>
internal static class SampleTable
{
    /// <summary>Key, English name, Chinese name.</summary>
    public const string Partners = """
        ta|Tallowick|塔洛维
        br|Brindlemoor|布林莫
        qu|Quillhaven|奎尔港
        os|Ostervane|奥斯凡
        pe|Pellworth|佩沃斯
        ke|Kestermill|凯磨坊
        du|Dunlarch|敦落叶
        fe|Fennimoss|芬苔
        ha|Harrowlight|哈罗光
        wi|Wistermere|威湖
        gr|Grovecott|林舍
        ni|Nimbleford|敏渡
        """;

    /// <summary>Word in product names, English, Chinese.</summary>
    public const string Variants = """
        S|Small|小巧
        P|Plus|增强
        L|Lite|轻
        D|Duo|双
        H|Home|家居
        Q|Quiet|静音
        C|Classic|经典
        E|Eco|节能
        M|Max|大号
        F|Fold|折叠
        """;

    /// <summary>
    /// Id | English | Chinese | devices | homes in 1,000 that own one | needed categories | offers. An offer is partner, variant, price in minor units, pieces, transports
    /// (w Wi-Fi, z Zigbee, b Bluetooth, t Thread, - none), market (e Europe in EUR, c China in CNY), role (e entry, p profit, c consumable, s service).
    /// </summary>
    public const string Categories = """
        ceiling-light|ceiling light|吸顶灯|light|700||ha H 5900 400 wz e e;ta P 32900 120 z c p;wi E 4500 0 t e e
        light-strip|light strip|灯带|urn:miot-spec-v2:device:light:0000A001:iothub-light-strip|260||ha L 2900 900 w e p;ta M 16900 300 w c p
        colour-bulb|colour bulb|彩光灯泡|urn:miot-spec-v2:device:light:0000A001:iothub-light-color|420||ha S 1490 2000 z e e;wi D 2690 800 zt e e;ta C 7900 1500 wb c e
        tunable-bulb|warm-and-cold bulb|冷暖灯泡|urn:miot-spec-v2:device:light:0000A001:iothub-light-ct|380||ha E 1190 1800 z e e;ni C 5900 900 b c e
        white-bulb|white bulb|白光灯泡|urn:miot-spec-v2:device:light:0000A001:iothub-light-white|500||wi C 790 5000 z e e;ni S 3900 3000 w c e
        wall-switch|wall switch|墙壁开关|switch|310||os D 3490 260 z e p;pe C 12900 700 z c e
        outlet|smart outlet|智能插座|outlet|560||os S 1590 3200 wz e e;pe E 5900 4000 w c e;gr C 1290 0 z e e;wi D 2490 410 t e p
        power-strip|power strip|智能排插|urn:miot-spec-v2:device:outlet:0000A002:iothub-power-strip|180||os H 3990 150 w e p;pe P 15900 250 w c p
        curtain|curtain motor|窗帘电机|curtain|190||qu Q 12900 85 z e p;br P 79900 60 wz c p;ta L 8900 150 wt e e
        blind|roller blind motor|卷帘电机|urn:miot-spec-v2:device:curtain:0000A00C:iothub-blind|90||qu E 9900 110 t e p;br L 59900 45 z c p
        lock|door lock|智能门锁|lock|170||du P 21900 40 zb e p;ke H 129900 75 wb c p;ha S 15900 65 b e p
        doorbell|video doorbell|可视门铃|video-doorbell|140||du C 11900 95 w e p;ke L 39900 130 w c p
        camera|camera|摄像头|camera|330||du Q 4990 310 w e e;ke D 24900 600 w c e;os H 8990 140 w e p
        contact-sensor|door and window sensor|门窗传感器|contact-sensor|360||ni S 1290 2600 z e e;pe L 4900 3100 b c e
        motion-sensor|motion sensor|人体传感器|motion-sensor|340||ni Q 1590 1900 zt e e;pe S 5900 2800 zb c e
        leak-sensor|leak sensor|水浸传感器|submersion-sensor|150||ni E 1490 800 z e e;pe C 5900 700 b c e
        smoke-sensor|smoke alarm|烟雾报警器|smoke-sensor|230||du E 2990 420 z e e;fe C 12900 500 z c e
        gas-sensor|gas alarm|燃气报警器|gas-sensor|110||du C 3990 120 z e p;fe P 16900 240 z c p
        climate-sensor|temperature and humidity sensor|温湿度计|temperature-humidity-sensor|410||ni L 1190 3300 bz e e;pe Q 4900 5000 b c e;fe P 2490 260 z e p
        light-sensor|light sensor|光照传感器|illumination-sensor|60||ni C 1690 140 z e e;pe E 6900 220 z c e
        air-monitor|air monitor|空气检测仪|air-monitor|130||fe S 6990 90 w e p;gr H 29900 140 w c p
        air-purifier|air purifier|空气净化器|air-purifier|350||fe Q 14900 160 w e e;gr P 99900 340 w c e;fe M 24900 35 w e p
        humidifier|humidifier|加湿器|humidifier|240||fe L 6900 200 w e e;gr Q 29900 420 w c e
        dehumidifier|dehumidifier|除湿机|dehumidifier|100||fe E 17900 25 w e p;gr M 129900 55 w c p
        air-conditioner|air conditioner|空调|air-conditioner|300||wi E 64900 18 w e p;br M 269900 80 w c p
        fan|fan|风扇|fan|270||wi Q 7900 140 w e e;br F 39900 260 wb c e;gr S 2990 340 b e e
        heater|heater|取暖器|heater|160||wi H 8900 75 w e e;br S 49900 95 w c e
        thermostat|thermostat|温控器|thermostat|120||os E 8900 130 zt e p;ta H 45900 60 z c p
        water-heater|water heater|热水器|water-heater|130||gr E 32900 22 w e p;br H 159900 48 w c p
        kettle|kettle|电水壶|kettle|210||ke C 4990 240 wb e e;qu Q 19900 380 b c e
        cooker|rice cooker|电饭煲|cooker|250||ke S 6990 90 w e e;qu H 34900 460 w c e;br P 11900 35 w e p
        coffee-machine|coffee machine|咖啡机||120||ke P 24900 30 w e p;qu D 149900 20 w c p
        vacuum|robot vacuum|扫地机器人|vacuum|320||gr Q 29900 65 w e p;os P 229900 150 w c p;gr L 19900 0 w e e
        robot-mower|robot mower|割草机器人||40||gr M 79900 8 w e p;os M 599900 5 w c p
        airer|clothes airer|晾衣架|airer|80||qu E 22900 14 w e p;ta Q 89900 90 w c p
        pet-feeder|pet feeder|宠物喂食器|pet-feeder|90||pe H 8900 120 w e p;ni D 39900 210 w c p
        speaker|speaker|音箱|speaker|450||ta S 4990 700 wb e e;ha H 19900 900 wb c e;ta P 9990 0 w e p
        television|television|电视|television|400||wi M 49900 30 w e p;ha M 259900 110 w c p
        router|router|路由器|router|480||os P 8990 180 w e e;ni H 29900 540 w c e;qu M 12900 70 w e p
        button|wireless button|无线按钮|urn:miot-spec-v2:device:remote-control:0000A021:iothub-button|200||ni D 990 2500 z e e;pe F 3900 2600 b c e
        knob|wireless knob|无线旋钮|urn:miot-spec-v2:device:remote-control:0000A021:iothub-knob|70||ni P 1990 300 z e p;pe M 9900 180 z c p
        body-scale|body scale|体脂秤|body-scale|280||fe H 3990 500 b e e;du S 12900 800 b c e
        blood-pressure|blood pressure monitor|血压计|blood-pressure-monitor|90||fe C 5990 85 b e p;du H 24900 230 b c p
        toothbrush|toothbrush|电动牙刷||190||fe D 4990 320 b e e;du L 15900 640 b c e
        purifier-filter|purifier filter|净化器滤芯||0|air-purifier|fe C 3490 900 - e c;gr C 15900 1500 - c c
        humidifier-filter|humidifier filter|加湿器滤芯||0|humidifier|fe L 1490 600 - e c;gr L 5900 800 - c c
        brush-set|brush set|刷子套装||0|vacuum|gr D 1990 700 - e c;os D 8900 900 - c c
        mop-cloth|mop cloth|拖布||0|vacuum|gr S 990 1200 - e c;os S 3900 2100 - c c
        vacuum-filter|vacuum filter|扫地机滤网||0|vacuum|gr E 1290 800 - e c;os E 4900 1600 - c c
        coin-cell|coin cell|纽扣电池||0||ni E 390 9000 - e c;pe D 1500 9900 - c c
        desiccant|feeder desiccant|喂食器干燥剂||0|pet-feeder|pe E 590 450 - e c;ni E 1900 700 - c c
        anode|heater anode|热水器镁棒||0|water-heater|gr H 2490 60 - e c;br C 9900 140 - c c
        coffee-cup|coffee cup|咖啡杯||0|coffee-machine|ke D 1490 340 - e p;qu C 6900 500 - c p
        cloud-storage|camera storage plan|摄像头云存储||0|camera|du M 2990 1000000 - e s;ke M 9900 1000000 - c s
        care-plan|care plan|延保服务||0||wi P 3990 1000000 - e s;ha P 19900 1000000 - c s
        installation|installation visit|上门安装||0||qu H 5900 400 - e s;br D 15000 800 - c s
        """;

    /// <summary>Id | English | Chinese | needed categories.</summary>
    public const string Scenes = """
        good-night|Good night|晚安|ceiling-light curtain lock
        wake-gently|Wake gently|轻柔唤醒|curtain colour-bulb speaker
        film-evening|Film evening|观影|television light-strip curtain
        away|Nobody home|离家|lock outlet ceiling-light
        welcome|Welcome home|回家|lock motion-sensor ceiling-light
        clean-air|Clean air|洁净空气|air-monitor air-purifier
        dry-house|No damp|除湿|climate-sensor dehumidifier
        moist-winter|Winter air|冬季加湿|climate-sensor humidifier
        leak-alert|Leak alarm|漏水警报|leak-sensor speaker
        fire-alert|Fire alarm|火警|smoke-sensor speaker ceiling-light
        sweep-away|Sweep while away|离家清扫|vacuum contact-sensor
        tea-morning|Morning tea|早茶|kettle button
        cool-sleep|Cool sleep|清凉入睡|air-conditioner climate-sensor
        laundry-day|Laundry day|晾晒日|airer climate-sensor
        pet-alone|Pet alone|宠物看护|pet-feeder camera
        night-path|Night path|夜间小路|motion-sensor light-strip
        """;

    /// <summary>Id | English | Chinese | part | devices | days to deliver | days it lasts | category whose first offer replaces it, or empty.</summary>
    public const string Consumables = """
        purifier-filter|purifier filter|净化器滤芯|filter|air-purifier|4|365|purifier-filter
        humidifier-filter|humidifier filter|加湿器滤芯|filter|humidifier|4|120|humidifier-filter
        dehumidifier-filter|dehumidifier filter|除湿机滤网|filter|dehumidifier|7|730|
        conditioner-filter|air conditioner filter|空调滤网|filter|air-conditioner|7|365|
        main-brush|main brush|主刷|main-brush|vacuum|3|300|brush-set
        side-brush|side brush|边刷|side-brush|vacuum|3|200|brush-set
        vacuum-filter|dust filter|尘盒滤网|filter|vacuum|3|150|vacuum-filter
        mop-cloth|mop cloth|拖布|mop-cloth|vacuum|3|100|mop-cloth
        feeder-desiccant|desiccant|干燥剂|desiccant|pet-feeder|5|30|desiccant
        heater-anode|anode|镁棒|anode|water-heater|10|1000|anode
        sensor-battery|battery|电池|battery|contact-sensor motion-sensor submersion-sensor temperature-humidity-sensor illumination-sensor remote-control|3|500|coin-cell
        lock-battery|battery|电池|battery|lock|3|270|
        scale-battery|battery|电池|battery|body-scale blood-pressure-monitor pet-feeder smoke-sensor|3|400|
        smoke-alarm|smoke alarm|烟雾报警器|smoke-alarm|smoke-sensor|5|3650|smoke-sensor
        gas-alarm|gas alarm|燃气报警器|gas-alarm|gas-sensor|5|1825|gas-sensor
        """;
}
