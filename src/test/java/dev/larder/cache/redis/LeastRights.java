package dev.larder.cache.redis;

import redis.clients.jedis.Jedis;

/** The rights that the documentation asks for, and nothing besides. */
final class LeastRights {

  /** What every topology needs, as the README has it. */
  static final String SERVER =
      "~* -@all +get +mget +getrange +strlen +set +unlink +exists +incrby +pttl +multi +exec +scan"
          + " +eval +evalsha +ping +select";

  /** What is needed besides when sentinels name the server. */
  static final String BEHIND_SENTINELS = " +role";

  /** What is needed besides in a cluster. */
  static final String IN_A_CLUSTER = " +cluster|slots +cluster|nodes +asking";

  /** What the near tier needs besides. */
  static final String NEAR_TIER = " +client|tracking";

  /** What is needed at sentinels. */
  static final String SENTINEL = "-@all +sentinel|get-master-addr-by-name";

  private LeastRights() {}

  /** Makes the user {@code larder}. */
  static void give(Jedis jedis, String password, String rule) {
    String[] rules = ("on >" + password + " " + rule).split(" ", -1);
    jedis.aclSetUser("larder", rules);
  }
}
