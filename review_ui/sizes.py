"""Sizes of files as staff read them."""


def file_size(count: int) -> str:
    """Bytes in words.

    >>> file_size(16), file_size(44_100), file_size(5_400_000)
    ('16字节', '43 KB', '5.1 MB')
    """
    if count < 1 << 10:
        return f"{count}字节"
    if count < 1 << 20:
        return f"{round(count / 1024)} KB"
    return f"{count / (1 << 20):.1f} MB"
