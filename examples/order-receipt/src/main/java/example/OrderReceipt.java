// SPDX-License-Identifier: Apache-2.0
package example;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Prices an order and writes its receipt: two functions that go together as {@code price|receipt} or each by itself. */
@Configuration(proxyBeanMethods = false)
public class OrderReceipt {

    public record Line(String item, int count, BigDecimal each) {}

    public record Order(String customer, List<Line> lines) {}

    public record Priced(String customer, int items, BigDecimal net, BigDecimal tax) {}

    private static final BigDecimal TAX = new BigDecimal("0.19");

    @Bean
    public Function<Order, Priced> price() {
        return order -> {
            BigDecimal net = order.lines().stream()
                    .map(line -> line.each().multiply(BigDecimal.valueOf(line.count())))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            int items = order.lines().stream().mapToInt(Line::count).sum();
            return new Priced(order.customer(), items, net, net.multiply(TAX).setScale(2, RoundingMode.HALF_UP));
        };
    }

    @Bean
    public Function<Priced, String> receipt() {
        return priced -> priced.customer() + ": " + priced.items() + " items, " + priced.net().add(priced.tax())
                + " EUR with " + priced.tax() + " EUR tax";
    }
}
