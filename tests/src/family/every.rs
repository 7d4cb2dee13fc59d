//! The list of every type of the families that is a message, for macros that do something with each.

/// Calls a macro with rows `sort family: Type Type;`. Sets are read as a whole, streams as far as one
/// walks, and the rest is one of several messages.
///
/// New ones are added at the end: inputs of the fuzz targets name a type by its index.
macro_rules! every_message {
    ($list:ident) => {
        $list! {
            set rt_link: Link DelLink GetLink;
            set rt_addr: Addr DelAddr GetAddr GetMulticast Multicast;
            set rt_route: Route DelRoute GetRoute;
            set rt_neigh: Neighbour DelNeighbour GetNeighbour Table GetTable SetTable;
            set rt_rule: Rule DelRule GetRule;
            set tc: Qdisc DelQdisc GetQdisc Class DelClass GetClass Filter DelFilter GetFilter Chain GetChain
                Actions GetActions;
            set nftables: BatchBegin BatchEnd Table DelTable GetTable Chain DelChain GetChain Rule DelRule
                GetRule Generation GetGeneration Flowtable GetFlowtable Object DelObject GetObject Set DelSet
                GetSet Elements DelElements GetElements;
            set inet_diag: GetSocket DestroySocket Socket;
            set nlctrl: GetFamily Family GetPolicy FamilyPolicy;
            set ethtool: GetLinkInfo LinkInfo LinkModes LinkState Features SetFeatures FeaturesChange Channels
                SetChannels Rings SetRings GetStringSets StringSets;
            set netdev: GetDevice Device GetNapi ListNapis Napi SetNapi GetPagePool PagePool GetPagePoolStats
                PagePoolStats GetQueue Queue BindReceive Binding GetQueueStats QueueStats;
            stream rt_link: LinkStream;
            stream rt_addr: AddrStream;
            stream rt_route: RouteStream;
            stream rt_neigh: NeighbourStream;
            stream rt_rule: RuleStream;
            stream tc: QdiscStream;
            stream nftables: RuleStream;
            stream inet_diag: SocketStream;
            stream nlctrl: FamilyStream;
            stream ethtool: LinkInfoStream LinkModesStream LinkStateStream FeaturesStream ChannelsStream
                RingsStream;
            stream netdev: DeviceStream QueueStream;
            any_of rt_addr: AddrEvent;
            any_of rt_route: RouteEvent;
            any_of rt_neigh: NeighbourEvent;
            any_of rt_rule: RuleEvent;
            any_of tc: Event;
            any_of nftables: Event;
            any_of nlctrl: Event;
            any_of ethtool: Event;
            any_of netdev: Event;
        }
    };
}
