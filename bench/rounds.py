"""Rounds of drand that its networks served, as their own examples and verifiers have them."""

from evenhand.scrutiny.drawing.beacon import Round
from evenhand.scrutiny.drawing.chains import DEFAULT, QUICKNET

ROUNDS = (
    # drand's own examples: quicknet as served for rounds 1000 and 657413, the default network's
    # 72785 and 3311596, as its verifiers in Rust and Python have them in their documents.
    Round(
        QUICKNET.hash,
        1000,
        bytes.fromhex(
            "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
            "e342b73a8dd2bacbe47e4b6b63ed5e39"
        ),
    ),
    Round(
        QUICKNET.hash,
        657413,
        bytes.fromhex(
            "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be"
            "41076862b98fad56e91a6b85b89cd97b"
        ),
    ),
    Round(
        DEFAULT.hash,
        72785,
        bytes.fromhex(
            "82f5d3d2de4db19d40a6980e8aa37842a0e55d1df06bd68bddc8d60002e8e959"
            "eb9cfa368b3c1b77d18f02a54fe047b80f0989315f83b12a74fd8679c4f12aae"
            "86eaf6ab5690b34f1fddd50ee3cc6f6cdf59e95526d5a5d82aaa84fa6f181e42"
        ),
        bytes.fromhex(
            "a609e19a03c2fcc559e8dae14900aaefe517cb55c840f6e69bc8e4f66c8d18e8"
            "a609685d9917efbfb0c37f058c2de88f13d297c7e19e0ab24813079efe57a182"
            "554ff054c7638153f9b26a60e7111f71a0ff63d9571704905d3ca6df0b031747"
        ),
    ),
    Round(
        DEFAULT.hash,
        3311596,
        bytes.fromhex(
            "a696b9409ababce45749c3a4ec369074453dd4a79967734e1390d969c8ad8d98"
            "897d217b9121e92c8ddebbddda8d92f900e3bd6bf9deb166863b1a19390d743f"
            "82774001487594c5c09e581db7365f02b70a2c8cc41ce32446ef08e4890c4754"
        ),
        bytes.fromhex(
            "8ed588f2a7716fb1349e2d9803da5db0005e98a83783c353d4a08f183236a9ad"
            "91d70ddb01266f4b7c576983db464b430e65680b9e0098552758afd6c1e6afcb"
            "77e3f62fe1b93d42d1cb63abbb2205512fe12fbf74ea9c5ac3b8f5c1e283a1d8"
        ),
    ),
)
