"""Western drugs of bench/quality: written for this program from general knowledge, no list of mapper/ or share/.

A line is `salt/base/suffix` and the forms with a strength: T tablet, F film-coated tablet, D dispersible tablet, E enteric
tablet, R sustained-release tablet, N controlled-release tablet, C capsule, S soft capsule, Q enteric capsule, W
sustained-release capsule, G granules, K dry suspension, L oral solution, Y eye drops, I injection, V infusion, P powder for
injection, O ointment, M cream, J gel, X suppository, B nasal spray, A inhalation aerosol, H inhalation solution."""

TEXT = """
盐酸/氨溴索/ T30mg I2ml:15mg L100ml:0.6g G15mg W75mg
/对乙酰氨基酚/ T0.5g L100ml:3.2g G0.1g X0.15g D0.1g
/布洛芬/ T0.2g W0.3g K1.2g L100ml:2g G0.1g
/右布洛芬/ T0.15g C0.15g
/阿莫西林/ C0.25g T0.5g G0.125g D0.25g
/阿莫西林克拉维酸钾/ T0.457g D0.2285g
/氨苄西林/钠 P0.5g P1g
/氨苄西林/ C0.25g
/哌拉西林/钠 P0.5g P2g
/苯唑西林/钠 P0.5g P1g
/青霉素/钠 P80万IU P160万IU P400万IU
/青霉素/钾 P80万IU
/青霉素V/钾 T0.25g
/苄星青霉素/ P60万IU P120万IU
/头孢氨苄/ C0.25g T0.25g K1.5g
/头孢拉定/ C0.25g P0.5g
/头孢唑林/钠 P0.5g P1g
/头孢呋辛/钠 P0.75g P1.5g
/头孢呋辛酯/ T0.25g D0.125g
/头孢克洛/ C0.25g K0.125g R0.375g
/头孢丙烯/ T0.25g K1.5g
/头孢克肟/ C0.1g G50mg D0.1g
/头孢地尼/ C0.1g D0.1g
/头孢地嗪/钠 P1g
/头孢噻肟/钠 P1g P2g
/头孢曲松/钠 P0.25g P1g
/头孢他啶/ P0.5g P1g
/头孢哌酮/钠 P1g
盐酸/头孢吡肟/ P0.5g P1g
/头孢西丁/钠 P1g
/头孢美唑/钠 P1g
/拉氧头孢/钠 P0.5g
/美罗培南/ P0.25g P0.5g
/比阿培南/ P0.3g
/厄他培南/ P1g
/氨曲南/ P0.5g P1g
硫酸/庆大霉素/ I2ml:8万IU T40mg
硫酸/阿米卡星/ I2ml:0.2g
硫酸/依替米星/ I2ml:0.1g
硫酸/链霉素/ P1g
/阿奇霉素/ T0.25g P0.5g D0.1g K0.1g
/克拉霉素/ T0.25g R0.5g G0.125g
/罗红霉素/ T0.15g C0.15g D75mg
/红霉素/ E0.125g O1%:10g
乳糖酸/红霉素/ P0.25g
/琥乙红霉素/ T0.125g G0.1g
盐酸/克林霉素/ C0.15g
/克林霉素磷酸酯/ P0.3g I2ml:0.3g
盐酸/林可霉素/ I2ml:0.6g C0.25g
盐酸/万古霉素/ P0.5g
/替考拉宁/ P0.2g
/利奈唑胺/ F0.6g V300ml:0.6g
/左氧氟沙星/ T0.5g V100ml:0.5g Y5ml:24.4mg
盐酸/左氧氟沙星/ C0.1g I2ml:0.2g
/氧氟沙星/ T0.1g Y5ml:15mg V100ml:0.2g
盐酸/环丙沙星/ T0.25g
乳酸/环丙沙星/ V100ml:0.2g
盐酸/莫西沙星/ F0.4g V250ml:0.4g
/诺氟沙星/ C0.1g
/甲硝唑/ T0.2g V100ml:0.5g J20g:0.15g
/替硝唑/ T0.5g V100ml:0.4g
/奥硝唑/ T0.25g C0.25g V100ml:0.5g
/左奥硝唑/ V100ml:0.5g
/呋喃妥因/ E50mg
/磺胺嘧啶/ T0.5g
/复方磺胺甲噁唑/ T0.48g
/异烟肼/ T0.1g I2ml:0.1g
/利福平/ C0.15g
/利福喷丁/ C0.15g
盐酸/乙胺丁醇/ T0.25g
/吡嗪酰胺/ T0.25g
/氟康唑/ C50mg T0.1g V100ml:0.2g
/伊曲康唑/ C0.1g
/伏立康唑/ F0.2g P0.2g
/卡泊芬净/ P50mg
/特比萘芬/ T0.125g
盐酸/特比萘芬/ M10g:0.1g
/酮康唑/ M10g:0.2g
硝酸/咪康唑/ M20g:0.4g C0.4g
/克霉唑/ M10g:0.1g
/阿昔洛韦/ T0.1g P0.25g M10g:0.3g
盐酸/伐昔洛韦/ T0.3g
/更昔洛韦/ P0.25g
/恩替卡韦/ T0.5mg C0.5mg D0.5mg
富马酸/替诺福韦二吡呋酯/ T0.3g
/拉米夫定/ T0.1g
/阿德福韦酯/ T10mg
磷酸/奥司他韦/ C75mg G15mg
/利巴韦林/ T0.1g I1ml:0.1g
/奥美拉唑/ Q20mg E10mg
/奥美拉唑/钠 P40mg
/艾司奥美拉唑/ Q20mg
/艾司奥美拉唑/镁 E20mg
/兰索拉唑/ E15mg Q30mg P30mg
/右兰索拉唑/ Q30mg
/泮托拉唑/钠 E40mg P40mg Q40mg
/雷贝拉唑/钠 E10mg Q20mg
/法莫替丁/ T20mg I2ml:20mg
盐酸/雷尼替丁/ C0.15g
/西咪替丁/ T0.2g
/铝碳酸镁/ T0.5g
/硫糖铝/ T0.25g
/枸橼酸铋钾/ C0.3g G0.11g
/多潘立酮/ T10mg
盐酸/甲氧氯普胺/ I1ml:10mg
枸橼酸/莫沙必利/ T5mg D5mg
盐酸/伊托必利/ T50mg
盐酸/昂丹司琼/ I2ml:4mg T8mg
盐酸/格拉司琼/ I3ml:3mg
盐酸/帕洛诺司琼/ I5ml:0.25mg
/蒙脱石/ Z3g
盐酸/洛哌丁胺/ C2mg
/乳果糖/ L100ml:66.7g
/多库酯/钠 S0.1g
/熊去氧胆酸/ C0.25g T50mg
/水飞蓟宾/ C35mg
/双环醇/ T25mg
/甘草酸二铵/ Q50mg
/还原型谷胱甘肽/ P0.6g
/门冬氨酸鸟氨酸/ I10ml:5g
/柳氮磺吡啶/ E0.25g
/美沙拉秦/ E0.5g X1g
/二甲双胍/ T0.25g
盐酸/二甲双胍/ T0.5g R0.5g E0.25g
/格列美脲/ T2mg
/格列齐特/ R30mg T80mg
/格列吡嗪/ T5mg N5mg
/格列喹酮/ T30mg
/瑞格列奈/ T1mg
/那格列奈/ T0.12g
/阿卡波糖/ T50mg C50mg
/伏格列波糖/ T0.2mg
盐酸/吡格列酮/ T15mg
/西格列汀/ F0.1g
磷酸/西格列汀/ T50mg
/沙格列汀/ F5mg
/维格列汀/ T50mg
/利格列汀/ F5mg
/达格列净/ F10mg
/恩格列净/ F10mg
/卡格列净/ F0.1g
/门冬胰岛素/ I3ml:300IU
/门冬胰岛素30/ I3ml:300IU
/门冬胰岛素50/ I3ml:300IU
/赖脯胰岛素/ I3ml:300IU
/精蛋白锌重组赖脯胰岛素混合25R/ I3ml:300IU
/甘精胰岛素/ I3ml:300IU
/地特胰岛素/ I3ml:300IU
/德谷胰岛素/ I3ml:300IU
/利拉鲁肽/ I3ml:18mg
/左甲状腺素/钠 T50μg
/甲巯咪唑/ T5mg
/丙硫氧嘧啶/ T50mg
醋酸/泼尼松/ T5mg
醋酸/泼尼松龙/ T5mg
/甲泼尼龙/ T4mg
/甲泼尼龙琥珀酸钠/ P40mg
/地塞米松/ T0.75mg
/地塞米松磷酸钠/ I1ml:5mg
/倍他米松/ T0.5mg
/氢化可的松/ T20mg I20ml:0.1g
苯磺酸/氨氯地平/ T5mg
苯磺酸/左旋氨氯地平/ T2.5mg
/非洛地平/ R5mg
/硝苯地平/ T10mg N30mg R20mg
/尼莫地平/ T20mg I50ml:10mg
/尼群地平/ T10mg
/拉西地平/ T4mg
/贝尼地平/ T4mg
/缬沙坦/ C80mg T80mg
/缬沙坦氨氯地平/ T(80mg+5mg)
/缬沙坦氢氯噻嗪/ T(80mg+12.5mg)
/厄贝沙坦/ T0.15g D0.15g
/厄贝沙坦氢氯噻嗪/ T(150mg+12.5mg)
/氯沙坦/钾 F50mg
/替米沙坦/ T40mg
/奥美沙坦酯/ T20mg
/坎地沙坦酯/ T4mg
/卡托普利/ T25mg
马来酸/依那普利/ T10mg
盐酸/贝那普利/ T10mg
/培哚普利叔丁胺/ T4mg
/福辛普利/钠 T10mg
/雷米普利/ T2.5mg
酒石酸/美托洛尔/ T25mg
琥珀酸/美托洛尔/ R47.5mg
富马酸/比索洛尔/ T5mg
/阿替洛尔/ T25mg
盐酸/普萘洛尔/ T10mg
/卡维地洛/ T10mg
盐酸/拉贝洛尔/ T50mg
/氢氯噻嗪/ T25mg
/呋塞米/ T20mg I2ml:20mg
/托拉塞米/ T10mg I2ml:10mg P20mg
/螺内酯/ T20mg
/吲达帕胺/ T2.5mg R1.5mg
/硝酸甘油/ T0.5mg I1ml:5mg
/硝酸异山梨酯/ T5mg
/单硝酸异山梨酯/ T20mg R40mg
盐酸/地尔硫䓬/ T30mg
盐酸/维拉帕米/ T40mg
盐酸/胺碘酮/ T0.2g I3ml:0.15g
盐酸/普罗帕酮/ T50mg I10ml:35mg
盐酸/美西律/ T50mg
/地高辛/ T0.25mg
/去乙酰毛花苷/ I2ml:0.4mg
盐酸/多巴胺/ I2ml:20mg
盐酸/多巴酚丁胺/ I2ml:20mg
盐酸/肾上腺素/ I1ml:1mg
重酒石酸/去甲肾上腺素/ I1ml:2mg
盐酸/异丙肾上腺素/ I2ml:1mg
重酒石酸/间羟胺/ I1ml:10mg
/阿托伐他汀钙/ F20mg
/瑞舒伐他汀钙/ T10mg
/辛伐他汀/ T20mg
/普伐他汀/钠 T20mg
/匹伐他汀钙/ T2mg
/氟伐他汀/钠 C40mg
/非诺贝特/ C0.2g T0.1g
/依折麦布/ T10mg
/阿司匹林/ E0.1g T0.3g
硫酸氢/氯吡格雷/ T75mg F25mg
/替格瑞洛/ T90mg
/西洛他唑/ T50mg
/华法林/钠 T2.5mg
/利伐沙班/ F10mg
/阿哌沙班/ F2.5mg
/达比加群酯/ C0.11g
/低分子肝素/钠 I0.4ml:4000IU
/依诺肝素/钠 I0.4ml:4000IU
/那屈肝素/钙 I0.4ml:4100IU
/肝素/钠 I2ml:12500IU
/尿激酶/ P10万IU
/氨甲环酸/ I5ml:0.5g T0.5g
/酚磺乙胺/ I2ml:0.5g
/维生素K1/ I1ml:10mg
/维生素B1/ T10mg I2ml:0.1g
/维生素B2/ T5mg
/维生素B6/ T10mg I2ml:0.1g
/维生素B12/ I1ml:0.5mg
/维生素C/ T0.1g I2ml:0.5g
/维生素E/ S0.1g
/维生素D2/ S5000IU
/维生素D3/ I1ml:30万IU
/维生素AD/ S2000IU
/阿法骨化醇/ S0.25μg
/骨化三醇/ S0.25μg
/叶酸/ T5mg
/甲钴胺/ T0.5mg I1ml:0.5mg
/腺苷钴胺/ T0.25mg
/硫酸亚铁/ T0.3g
/琥珀酸亚铁/ T0.1g
/富马酸亚铁/ T0.2g
/葡萄糖酸钙/ T0.5g I10ml:1g
/碳酸钙/ T0.5g
/枸橼酸钾/ G1.45g
/氯化钾/ R0.5g I10ml:1.5g
/氯化钠/ V100ml:0.9g V250ml:2.25g V500ml:4.5g
/葡萄糖/ V100ml:5g V250ml:12.5g V500ml:50g
/葡萄糖氯化钠/ V500ml:25g
/碳酸氢钠/ T0.5g V250ml:12.5g
/乳酸钠林格/ V500ml:3g
/甘露醇/ V250ml:50g
/甘油果糖氯化钠/ V250ml:25g
/复方氨基酸18AA/ V250ml:12.5g
/复方氨基酸9AA/ V250ml:13.98g
/丙泊酚/ I20ml:0.2g
/依托咪酯/ I10ml:20mg
盐酸/氯胺酮/ I2ml:0.1g
盐酸/艾司氯胺酮/ I2ml:50mg
/咪达唑仑/ I2ml:10mg
/地西泮/ T2.5mg I2ml:10mg
/氯硝西泮/ T2mg
/劳拉西泮/ T1mg
/阿普唑仑/ T0.4mg
/艾司唑仑/ T1mg
/佐匹克隆/ T7.5mg
/右佐匹克隆/ T3mg
酒石酸/唑吡坦/ T10mg
/扎来普隆/ C5mg
/利培酮/ T1mg L30ml:30mg
/奥氮平/ T5mg
富马酸/喹硫平/ T0.1g
/氯氮平/ T25mg
/阿立哌唑/ T5mg
/氨磺必利/ T0.2g
盐酸/齐拉西酮/ C20mg
/氟哌啶醇/ T2mg I1ml:5mg
/舒必利/ T0.1g
/碳酸锂/ T0.25g
盐酸/帕罗西汀/ T20mg
盐酸/舍曲林/ T50mg
盐酸/氟西汀/ C20mg
氢溴酸/西酞普兰/ T20mg
草酸/艾司西酞普兰/ T10mg
盐酸/文拉法辛/ W75mg
盐酸/度洛西汀/ Q20mg
/米氮平/ T15mg
盐酸/曲唑酮/ T50mg
盐酸/多塞平/ T25mg
盐酸/阿米替林/ T25mg
/丙戊酸/钠 T0.2g R0.5g
/卡马西平/ T0.1g
/奥卡西平/ T0.3g
/拉莫三嗪/ T50mg
/左乙拉西坦/ T0.5g L150ml:15g
/托吡酯/ T25mg
/苯妥英/钠 T0.1g
/苯巴比妥/ T30mg
/加巴喷丁/ C0.1g
/普瑞巴林/ C75mg
/多巴丝肼/ T0.25g
盐酸/普拉克索/ T0.25mg
盐酸/苯海索/ T2mg
盐酸/多奈哌齐/ T5mg
盐酸/美金刚/ T10mg
/丁苯那嗪/ T25mg
/氘丁苯那嗪/ T6mg
/奥拉西坦/ I5ml:1g C0.4g
/吡拉西坦/ T0.4g
/胞磷胆碱/钠 I2ml:0.25g
盐酸/曲马多/ R0.1g I2ml:0.1g
硫酸/吗啡/ R30mg
盐酸/吗啡/ I1ml:10mg
盐酸/哌替啶/ I1ml:50mg
枸橼酸/芬太尼/ I2ml:0.1mg
枸橼酸/舒芬太尼/ I1ml:50μg
盐酸/瑞芬太尼/ P1mg
盐酸/羟考酮/ R10mg
/双氯芬酸/钠 R75mg E25mg X50mg
/双氯芬酸/钾 T50mg
/美洛昔康/ T7.5mg
/塞来昔布/ C0.2g
/依托考昔/ F60mg
/吲哚美辛/ E25mg X0.1g
/洛索洛芬/钠 T60mg
/萘丁美酮/ C0.25g
/别嘌醇/ T0.1g
/非布司他/ T40mg
/苯溴马隆/ T50mg
/秋水仙碱/ T0.5mg
/来氟米特/ T10mg
硫酸/羟氯喹/ T0.1g
/甲氨蝶呤/ T2.5mg P0.1g
/阿仑膦酸/钠 T70mg
/唑来膦酸/ V100ml:5mg
盐酸/利多卡因/ I5ml:0.1g
盐酸/布比卡因/ I5ml:37.5mg
盐酸/罗哌卡因/ I10ml:75mg
盐酸/丁卡因/ J10g:0.1g
/维库溴铵/ P4mg
/罗库溴铵/ I5ml:50mg
/苯磺顺阿曲库铵/ P10mg
硫酸/阿托品/ I1ml:0.5mg T0.3mg
氢溴酸/东莨菪碱/ I1ml:0.3mg
/氯雷他定/ T10mg L60ml:60mg
/地氯雷他定/ T5mg D5mg
盐酸/西替利嗪/ T10mg
盐酸/左西替利嗪/ T5mg C5mg
马来酸/氯苯那敏/ T4mg
盐酸/异丙嗪/ I2ml:50mg T12.5mg
/依巴斯汀/ T10mg
富马酸/酮替芬/ T1mg
/孟鲁司特/钠 T10mg G4mg
/氨茶碱/ T0.1g I2ml:0.25g
/茶碱/ R0.1g
/多索茶碱/ I10ml:0.1g T0.2g
硫酸/沙丁胺醇/ T2mg
/沙丁胺醇/ H2.5ml:2.5mg
硫酸/特布他林/ T2.5mg
/布地奈德/ H2ml:1mg
/异丙托溴铵/ H2ml:0.5mg
/乙酰半胱氨酸/ G0.2g H3ml:0.3g
/羧甲司坦/ T0.25g L100ml:5g
盐酸/溴己新/ T8mg I2ml:4mg
/桉柠蒎/ Q0.3g
氢溴酸/右美沙芬/ T15mg
/奥沙利铂/ P50mg
/顺铂/ I20ml:20mg
/卡铂/ P0.1g
/紫杉醇/ I5ml:30mg
/多西他赛/ I1ml:20mg
盐酸/吉西他滨/ P0.2g
/卡培他滨/ F0.5g
/替吉奥/ C20mg
/培美曲塞二钠/ P0.1g
盐酸/伊立替康/ I5ml:0.1g
盐酸/多柔比星/ P10mg
盐酸/表柔比星/ P10mg
/环磷酰胺/ P0.2g
/吉非替尼/ T0.25g
盐酸/厄洛替尼/ T0.15g
甲磺酸/伊马替尼/ T0.1g C0.1g
甲磺酸/奥希替尼/ F80mg
/来曲唑/ F2.5mg
/阿那曲唑/ F1mg
枸橼酸/他莫昔芬/ T10mg
/比卡鲁胺/ T50mg
醋酸/亮丙瑞林/ P3.75mg
/环孢素/ S25mg
/他克莫司/ C0.5mg O10g:3mg
/吗替麦考酚酯/ C0.25g D0.25g
/硫唑嘌呤/ T50mg
/黄体酮/ C0.1g I1ml:20mg
/地屈孕酮/ T10mg
/戊酸雌二醇/ T1mg
/米非司酮/ T25mg
/缩宫素/ I1ml:10IU
盐酸/坦索罗辛/ W0.2mg
/非那雄胺/ T5mg
/托特罗定/ T2mg
/碳酸司维拉姆/ T0.8g
/复方α酮酸/ T0.63g
/妥布霉素/ Y5ml:15mg
/玻璃酸钠/ Y5ml:5mg I2ml:20mg
/毛果芸香碱/ Y5ml:50mg
马来酸/噻吗洛尔/ Y5ml:25mg
/拉坦前列素/ Y2.5ml:125μg
/糠酸莫米松/ B60mg M10g:10mg
/丙酸氟替卡松/ B1mg
/莫匹罗星/ O5g:0.1g
/夫西地酸/ M15g:0.3g
/卤米松/ M10g:5mg
/维A酸/ M15g:15mg
"""

FALSE_FRIENDS = """
奥美拉唑 艾司奥美拉唑
氧氟沙星 左氧氟沙星
奥硝唑 左奥硝唑
布洛芬 右布洛芬
兰索拉唑 右兰索拉唑
头孢呋辛 头孢呋辛酯
头孢克肟 头孢克洛
头孢地尼 头孢地嗪
丁苯那嗪 氘丁苯那嗪
西酞普兰 艾司西酞普兰
氯雷他定 地氯雷他定
西替利嗪 左西替利嗪
氯胺酮 艾司氯胺酮
佐匹克隆 右佐匹克隆
门冬胰岛素 门冬胰岛素30
门冬胰岛素30 门冬胰岛素50
泼尼松 泼尼松龙
硝酸异山梨酯 单硝酸异山梨酯
维生素B1 维生素B6
维生素B6 维生素B12
缬沙坦 缬沙坦氨氯地平
厄贝沙坦 厄贝沙坦氢氯噻嗪
氨氯地平 左旋氨氯地平
阿莫西林 阿莫西林克拉维酸钾
肾上腺素 去甲肾上腺素
肾上腺素 异丙肾上腺素
多巴胺 多巴酚丁胺
维生素D2 维生素D3
茶碱 氨茶碱
茶碱 多索茶碱
葡萄糖 葡萄糖氯化钠
硫酸亚铁 琥珀酸亚铁
硫酸亚铁 富马酸亚铁
葡萄糖酸钙 碳酸钙
枸橼酸钾 氯化钾
芬太尼 舒芬太尼
芬太尼 瑞芬太尼
多柔比星 表柔比星
红霉素 罗红霉素
复方氨基酸18AA 复方氨基酸9AA
地塞米松 倍他米松
"""
